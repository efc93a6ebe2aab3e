import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem, RunReport, StampedEntry, Value } from '../../engine/index.ts';
import { type ChangedLine, changedLines, linesOf } from '../difference/lines.ts';
import { fromHere } from '../features.ts';
import type { Case, Expected } from './read.ts';

export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  /** Of a document: the lines that differ. */
  readonly lines?: readonly ChangedLine[];
}

export interface Happened {
  readonly report: RunReport;
  /** The journal of the run; empty when there is none. */
  readonly entries: readonly StampedEntry[];
  readonly requests: number;
  /** The run that it must be found to speak of. */
  readonly original?: string | undefined;
  readonly document: (name: string) => Uint8Array | undefined;
}

/** Everything in which a run differs from what its case expects. */
export function compare({ expect, folder }: Case, happened: Happened): Difference[] {
  const { report, requests, original } = happened;
  const unlinked = (expect.problems ?? []).some(({ code }) => code.startsWith('ORIGINAL_'));
  return [
    ...plain('state', expect.state, report.state),
    ...plain('outcome', expect.outcome, report.outcome),
    ...plain('says', expect.says, report.says ?? null),
    ...plain('original', unlinked ? undefined : original, report.original ?? null),
    ...plain('requests', expect.requests, requests),
    ...Object.entries(expect.values ?? {}).flatMap(([name, value]) => compareValue(name, value, report.values[name])),
    ...compareProblems(expect.problems, report),
    ...compareDocuments(expect.documents, folder, happened),
  ];
}

/** Where the documents that a case names are not what its files hold. */
export function compareDocuments(
  documents: Expected['documents'],
  folder: string,
  happened: Happened,
): readonly Difference[] {
  return Object.entries(documents ?? {}).flatMap(([name, file]) => compareDocument(name, join(folder, file), happened));
}

/** What a run says that its case does not expect: to be told in full, because it is why the case fails. */
export function unexpected({ expect }: Case, report: RunReport): Problem[] {
  return matched(expect.problems, report).left.filter(({ severity }) => severity === 'error');
}

function plain(what: string, expected: string | number | undefined, got: string | number | null): Difference[] {
  return expected === undefined || expected === got ? [] : [{ what, expected: String(expected), got: String(got) }];
}

/** A text between slashes is a regular expression. */
function compareValue(name: string, expected: Value, got: Value | undefined): Difference[] {
  const pattern = typeof expected === 'string' ? /^\/(.*)\/$/s.exec(expected)?.[1] : undefined;
  const same =
    pattern === undefined
      ? JSON.stringify(expected) === JSON.stringify(got ?? null)
      : new RegExp(pattern).test(String(got ?? ''));
  return same ? [] : [{ what: `value ${name}`, expected: String(expected), got: String(got ?? 'absent') }];
}

/** Warnings count only where the case names them; errors must all be named, none besides. */
function compareProblems(expected: Expected['problems'], report: RunReport): Difference[] {
  const { missed, left } = matched(expected, report);
  return [
    ...missed.map((wanted) => ({ what: 'problem', expected: text(wanted), got: 'not reported' })),
    ...left
      .filter(({ severity }) => severity === 'error')
      .map((each) => ({ what: 'problem', expected: 'none', got: text(each) })),
  ];
}

type Wanted = NonNullable<Expected['problems']>[number];

const text = ({ code, path }: { code: string; path?: string | undefined }): string =>
  `${code}${path === undefined ? '' : ` at ${path}`}`;

function matched(expected: Expected['problems'] = [], report: RunReport): { missed: Wanted[]; left: Problem[] } {
  const left = [...report.problems];
  const missed: Wanted[] = [];
  for (const wanted of expected) {
    const at = left.findIndex(
      ({ code, path }) => code === wanted.code && (wanted.path === undefined || wanted.path === path),
    );
    if (at < 0) missed.push(wanted);
    else left.splice(at, 1);
  }
  return { missed, left };
}

function compareDocument(name: string, file: string, happened: Happened): Difference[] {
  const got = happened.document(name);
  if (!got) return [{ what: `document ${name}`, expected: fromHere(file), got: 'the run made none' }];
  if (!existsSync(file))
    return [
      {
        what: `document ${name}`,
        expected: `${fromHere(file)}, which is not there`,
        got: 'made; timbre test --update writes it',
      },
    ];
  const expected = readFileSync(file);
  if (expected.equals(got) || isSaved(expected, got)) return [];
  const [before, after] = [expected.toString('utf8'), Buffer.from(got).toString('utf8')];
  const lines = changedLines(linesOf(before), linesOf(after));
  return [{ what: `document ${name}`, ...firstDifference(before, after), ...(lines.length > 0 ? { lines } : {}) }];
}

/** An editor puts a line break at the end of what it saves. */
const isSaved = (expected: Buffer, got: Uint8Array): boolean =>
  ['\n', '\r\n'].some((end) => expected.equals(Buffer.concat([got, Buffer.from(end)])));

/** The surroundings of the first character that differs, with its line. */
function firstDifference(expected: string, got: string): { expected: string; got: string } {
  let at = 0;
  while (at < expected.length && expected[at] === got[at]) at++;
  const line = expected.slice(0, at).split('\n').length;
  const around = (text: string) => `line ${line}: …${text.slice(Math.max(0, at - 40), at + 40).replaceAll('\n', '⏎')}…`;
  return { expected: around(expected), got: around(got) };
}
