import { problemsOf } from '../../../engine/index.ts';
import { bytesOf } from '../artefacts.ts';
import type { Row } from '../run-suite.ts';
import type { Verdict } from './judge.ts';
import { type TermTable, termDifferences, termsOf } from './terms.ts';
import type { Trip } from './trips.ts';

export interface RoundTrip extends Trip {
  readonly table: TermTable;
  readonly judge: (bytes: Uint8Array) => Verdict;
}

/**
 * Reads every document of a set that its XML Schema takes, writes it again, and compares the business terms of the two. What was
 * written must hold by XML Schema, and must break no rule that the document itself does not break.
 */
export function runRoundTrip(trip: RoundTrip, every: number): Row {
  const different = new Map<string, readonly string[]>();
  const terms = new Set<string>();
  let documents = 0;
  let values = 0;
  let findings = 0;
  for (const path of trip.documents().filter((_, index) => index % every === 0)) {
    const bytes = bytesOf(path);
    const before = judged(trip, bytes);
    if (before === undefined || before.xsd.length > 0) continue;
    documents++;
    findings += before.rules.length;
    const found = termsOf(bytes, trip.table);
    values += found.size;
    for (const term of found.keys()) terms.add(term.slice(term.lastIndexOf('/') + 1));
    const wrong = tried(() => compare(trip, bytes, before, found));
    if (wrong.length > 0) different.set(path, wrong);
  }
  return {
    suite: `read and written again, ${trip.syntax.toUpperCase()}: ${trip.set}`,
    documents,
    rules: terms.size,
    assertions: values,
    findings,
    different,
  };
}

function compare(trip: RoundTrip, bytes: Uint8Array, before: Verdict, found: ReadonlyMap<string, string>): string[] {
  const { data } = trip.read(bytes);
  const invalid = before.rules.length === 0 ? trip.check(data) : [];
  const written = trip.write(data);
  const after = trip.judge(written);
  const broken = after.rules.filter((rule) => !before.rules.includes(rule));
  return [
    ...termDifferences(found, termsOf(written, trip.table)),
    ...after.xsd.map((message) => `XSD ${message}`),
    ...broken.map((rule) => `breaks ${rule}`),
    ...invalid,
  ];
}

function tried(work: () => string[]): string[] {
  try {
    return work();
  } catch (thrown) {
    return problemsOf(thrown).map(({ code, message }) => `${code} ${message}`);
  }
}

/** Undefined for what is not well-formed. */
function judged({ judge }: RoundTrip, bytes: Uint8Array): Verdict | undefined {
  try {
    return judge(bytes);
  } catch {
    return undefined;
  }
}
