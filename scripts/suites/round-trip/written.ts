import { problemsOf } from '../../../engine/index.ts';
import { bytesOf } from '../artefacts.ts';
import type { Oracle } from '../oracle.ts';
import { compileForm, type Judged, judge, parsed, type Row } from '../run-suite.ts';
import { suites } from '../suites.ts';
import { validByXmllint, xmllintMissing } from '../xmllint.ts';
import { baseRules, createSchemaJudge, schemas } from './judge.ts';
import { type Trip, tripsOf } from './trips.ts';

type Differences = Map<string, readonly string[]>;

/**
 * Documents that features wrote, up to `most` of each set, judged by others: Saxon-HE must find what our compiled rules find, and
 * xmllint must take by XML Schema what we take, and refuse the same documents with an element too many. A row for each set.
 */
export async function* runWritten(oracle: Oracle, most: number): AsyncGenerator<Row> {
  for (const syntax of ['ubl', 'cii'] as const)
    for await (const trip of tripsOf(syntax)) {
      const row = await runSet(trip, oracle, most);
      if (row.documents > 0) yield row;
    }
}

async function runSet(trip: Trip, oracle: Oracle, most: number): Promise<Row> {
  const different: Differences = new Map();
  const written = writeSample(trip, most, different);
  const counts = { rules: 0, assertions: 0, findings: 0 };
  for (const path of [baseRules[trip.syntax], ...trip.rules]) {
    const row = await judge(path, ...rulesOf(path), written, oracle);
    counts.rules += row.rules;
    counts.assertions += row.assertions;
    counts.findings += row.findings;
    for (const [name, found] of row.different) add(different, name, found);
  }
  const suite = `written, then judged by Saxon, ${trip.syntax.toUpperCase()}: ${trip.set}`;
  return { suite, documents: written.length, ...counts, different, note: compareSchemas(trip, written, different) };
}

/** What the feature writes of documents evenly drawn from those of the set that XML Schema takes. */
function writeSample(trip: Trip, most: number, different: Differences): Judged[] {
  const ours = createSchemaJudge(trip.syntax);
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

/** The Schematron compiled by us, and the authority's XSLT of the same rules. */
function rulesOf(path: string): [ReturnType<typeof compileForm>, (typeof suites)[number]] {
  const suite = suites.find(({ sch }) => sch === `eu/${path}`);
  if (suite === undefined) throw new Error(`No suite has the XSLT of ${path}.`);
  return [compileForm(suite, 'sch'), suite];
}

function compareSchemas({ syntax }: Trip, written: readonly Judged[], different: Differences): string {
  const missing = xmllintMissing();
  if (missing !== undefined) return `XML Schema skipped: ${missing}`;
  const ours = createSchemaJudge(syntax);
  const judged = [...written, ...written.map(spoilt)];
  const theirs = validByXmllint(
    schemas[syntax].map(([main]) => main),
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
