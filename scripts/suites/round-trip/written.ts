import { problemsOf } from '../../../engine/index.ts';
import { bytesOf } from '../artefacts.ts';
import type { Oracle } from '../oracle.ts';
import { compileForm, type Judged, judge, parsed, type Row } from '../run-suite.ts';
import { suites } from '../suites.ts';
import { validByXmllint, xmllintMissing } from '../xmllint.ts';
import { baseRules, type Mains, schemaJudge, schemas } from './judge.ts';
import { profileTrips } from './profiles.ts';
import { type Trip, tripsOf } from './trips.ts';

type Differences = Map<string, readonly string[]>;
type SchemaJudge = ReturnType<typeof schemaJudge>;

/**
 * Documents that features wrote, up to `most` of each set, judged by others: Saxon-HE must find what our compiled rules find, and
 * xmllint must take by XML Schema what we take, and refuse the same documents with an element too many. A row for each set.
 */
export async function* runWritten(oracle: Oracle, most: number): AsyncGenerator<Row> {
  for await (const judging of judgings()) {
    const row = await runSet(judging, oracle, most);
    if (row.documents > 0) yield row;
  }
}

/** What is written, and by which schemas and rules (below `eu/`) it is judged. */
interface Judging {
  readonly trip: Trip;
  readonly mains: Mains;
  readonly rules: readonly string[];
}

async function* judgings(): AsyncGenerator<Judging> {
  for (const syntax of ['ubl', 'cii'] as const)
    for await (const trip of tripsOf(syntax))
      yield { trip, mains: schemas[syntax], rules: [baseRules[syntax], ...trip.rules] };
  for await (const trip of profileTrips()) yield { trip, mains: trip.mains, rules: trip.rules };
}

async function runSet({ trip, mains, rules }: Judging, oracle: Oracle, most: number): Promise<Row> {
  const ours = schemaJudge(mains);
  const different: Differences = new Map();
  const written = writeSample(trip, ours, most, different);
  const counts = { rules: 0, assertions: 0, findings: 0 };
  for (const path of rules) {
    const row = await judge(path, ...rulesOf(path), written, oracle);
    counts.rules += row.rules;
    counts.assertions += row.assertions;
    counts.findings += row.findings;
    for (const [name, found] of row.different) add(different, name, found);
  }
  const suite = `written, then judged by Saxon, ${trip.syntax.toUpperCase()}: ${trip.set}`;
  const note = compareSchemas(mains, ours, written, different);
  return { suite, documents: written.length, ...counts, different, note };
}

/** What the feature writes of documents evenly drawn from those of the set that XML Schema takes. */
function writeSample(trip: Trip, ours: SchemaJudge, most: number, different: Differences): Judged[] {
  const all = trip.documents().filter((name) => parsed(bytesOf(name)) && ours(bytesOf(name)).length === 0);
  const drawn = all.filter(
    (_, index) => Math.floor((index * most) / all.length) !== Math.floor(((index - 1) * most) / all.length),
  );
  return drawn.flatMap((name) => {
    try {
      return { name, bytes: trip.write(trip.read(bytesOf(name)).data) };
    } catch (thrown) {
      add(
        different,
        name,
        problemsOf(thrown).map(({ code, message }) => `${code} ${message}`),
      );
      return [];
    }
  });
}

/** The rules compiled by us, and the authority's XSLT of the same rules. */
function rulesOf(path: string): [ReturnType<typeof compileForm>, (typeof suites)[number]] {
  const suite = suites.find(({ sch, xslt }) => [sch, xslt].includes(`eu/${path}`));
  if (suite === undefined) throw new Error(`No suite has the XSLT of ${path}.`);
  return [compileForm(suite, path.endsWith('.xslt') ? 'xslt' : 'sch'), suite];
}

function compareSchemas(mains: Mains, ours: SchemaJudge, written: readonly Judged[], different: Differences): string {
  const missing = xmllintMissing();
  if (missing !== undefined) return `XML Schema skipped: ${missing}`;
  const judged = [...written, ...written.map(spoilt)];
  const theirs = validByXmllint(
    mains.map(([main]) => main),
    judged.map(({ bytes }) => bytes),
  );
  for (const [index, { name, bytes }] of judged.entries()) {
    const [takes, refuses] = [theirs[index] === true, ours(bytes).length > 0];
    if (takes === refuses) add(different, name, [`xmllint ${takes ? 'takes' : 'refuses'} it by XML Schema, we do not`]);
    if (takes !== index < written.length) add(different, name, [`XML Schema ${takes ? 'takes' : 'refuses'} it`]);
  }
  const valid = theirs.filter((each) => each).length;
  return `xmllint: ${valid} valid, ${judged.length - valid} spoilt ones refused`;
}

function spoilt({ name, bytes }: Judged): Judged {
  const text = Buffer.from(bytes).toString('utf8').trimEnd();
  const end = text.lastIndexOf('</');
  return { name: `${name}, spoilt`, bytes: Buffer.from(`${text.slice(0, end)}<spoilt/>${text.slice(end)}`) };
}

function add(different: Differences, name: string, found: readonly string[]): void {
  different.set(name, [...(different.get(name) ?? []), ...found]);
}
