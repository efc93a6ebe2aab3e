import type { Engine, Feature } from '../../../engine/index.ts';
import { findFeature, localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { opening } from '../../services/opened.ts';
import { bytesOf } from '../artefacts.ts';
import type { Row } from '../run-suite.ts';
import { sets } from './documents.ts';
import { createJudge, type Syntax } from './judge.ts';
import { day, differencesFrom, resultOf } from './run-whole.ts';
import { readTerms, type TermTable, termsOf } from './terms.ts';
import { type Trip, tripsOf } from './trips.ts';

const lacking = [
  // The breakdown of the VAT lacks the rate of a line, or of a charge and an allowance: with it the sum of the VAT is another.
  /ubl-inv-peppol-en16931-r05[34]-1\.xml$/,
  /_ok_full_negative_zero\.xml$/,
  // The total with VAT is the one without, though there is VAT: BR-CO-15 of CEN's Schematron for CII takes that.
  /cii-peppol-en16931-r0[12]0\.xml$/,
];

/** Whether a document is valid by Schematron, and yet refused or completed by `calculate`. */
export const incomplete = (path: string): boolean => lacking.some((each) => each.test(path));

/** What documents of a set are run by. */
interface Whole {
  readonly feature: Feature;
  readonly format: string;
  readonly engine: Engine;
  readonly table: TermTable;
}

/**
 * Valid documents of the authorities that have a feature, every so many of a set, received and issued whole: checked by XML Schema and
 * Schematron, read, calculated, judged by our rules, written, checked again, and the page rendered. A row for each set and syntax.
 */
export async function* runWhole(every = 1, wanted: (set: string) => boolean = () => true): AsyncGenerator<Row> {
  for (const syntax of ['ubl', 'cii'] as const)
    for await (const trip of tripsOf(syntax)) {
      const { feature } = sets[trip.set] ?? {};
      if (feature === undefined || !wanted(trip.set) || (syntax === 'cii' && trip.rules.length === 0)) continue;
      yield await runSet(trip, await opening(findFeature(feature).folder), syntax, every);
    }
}

async function runSet(trip: Trip, feature: Feature, syntax: Syntax, every: number): Promise<Row> {
  const [format = ''] = feature.pipelines.issue?.applies.format ?? [];
  const config = { ...localConfig('.timbre'), settings: { syntax } };
  const { engine, close } = openEnvironment(config, { store: memoryStore() });
  const whole = { feature, format, engine, table: readTerms(syntax) };
  const judge = createJudge(trip.rules, syntax, trip.levels);
  const different = new Map<string, readonly string[]>();
  let documents = 0;
  let values = 0;
  const all = trip.documents().filter((path) => !incomplete(path));
  for (const path of all.filter((_, index) => index % every === 0)) {
    const bytes = bytesOf(path);
    const verdict = tried(() => judge(bytes));
    if (!('rules' in verdict) || verdict.xsd.length + verdict.rules.length > 0) continue;
    documents++;
    const given = termsOf(bytes, whole.table);
    values += given.size;
    const wrong = await receivedAndIssued(whole, bytes, given);
    if (wrong.length > 0) different.set(path, wrong);
  }
  await close();
  const suite = `received and issued whole, ${syntax.toUpperCase()}: ${trip.set}`;
  return { suite, documents, rules: 0, assertions: values, findings: 0, different };
}

function receivedAndIssued(
  { feature, format, engine, table }: Whole,
  bytes: Uint8Array,
  given: ReadonlyMap<string, string>,
): Promise<string[]> {
  const result = (invoice: object, name: string) => resultOf(engine, feature, { format }, invoice, name);
  return differencesFrom(given, async () => {
    const came = { type: 'received', issueDate: day, document: Buffer.from(bytes).toString('utf8') };
    const data = Buffer.from(await result(came, 'data')).toString();
    const issued = await result({ ...JSON.parse(data), issueDate: day }, 'document');
    return termsOf(issued, table);
  });
}

/** Nothing for what is not well-formed. */
function tried<T extends object>(work: () => T): T | Record<string, never> {
  try {
    return work();
  } catch {
    return {};
  }
}
