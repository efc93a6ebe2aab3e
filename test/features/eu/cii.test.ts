import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bytesOf, filesBelow } from '../../../scripts/suites/artefacts.ts';
import { openReadAndWrite } from '../../../scripts/suites/round-trip/feature.ts';
import { runCiiRoundTrips } from '../../../scripts/suites/round-trip/index.ts';
import { readTerms, type TermTable, termDifferences, termsOf } from '../../../scripts/suites/round-trip/terms.ts';
import type { Row } from '../../../scripts/suites/run-suite.ts';
import { hasArtefacts } from '../../shared.ts';

/** Every third document; `npm run suites` takes all. */
const every = 3;
/** How many documents of each set that is at least. */
const least: Readonly<Record<string, number>> = {
  'EN 16931': 2,
  XRechnung: 30,
  'CII and UBL pairs': 1,
  'Factur-X': 20,
  NLCIUS: 1,
};

describe.skipIf(!hasArtefacts)('official CII documents, read and written again; needs the artefacts', async () => {
  const rows: Row[] = [];
  if (hasArtefacts) for await (const row of runCiiRoundTrips(every)) rows.push(row);

  it.each(rows.map((row) => [row.suite.replace(/^.*: /, ''), row] as const))('%s', (set, row) => {
    expect(Object.fromEntries(row.different)).toEqual({});
    expect(row.documents).toBeGreaterThanOrEqual(least[set] ?? Number.POSITIVE_INFINITY);
  });

  it('are all there', () => {
    expect(rows.map((row) => row.suite.replace(/^.*: /, ''))).toEqual(expect.arrayContaining(Object.keys(least)));
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    console.log(
      `${sum((row) => row.documents)} CII documents, ${sum((row) => row.assertions)} values of business terms`,
    );
  });
});

describe('the comparison of business terms', () => {
  it('knows every business term of CII', () => {
    const known = new Set((JSON.stringify(readTerms('cii')).match(/"BT-\d+"/g) ?? []).map((each) => each.slice(1, -1)));
    // BT-4 was never given out.
    const all = Array.from({ length: 165 }, (_, index) => `BT-${index + 1}`).filter((each) => each !== 'BT-4');
    expect(all.filter((each) => !known.has(each))).toEqual([]);
  });
});

interface Pairs {
  readonly pairs: Readonly<
    Record<string, { readonly cii: string; readonly but?: { readonly terms: string; readonly why: string } }>
  >;
  /** Files without another half, and why. */
  readonly alone: Readonly<Record<string, string>>;
}

const { pairs, alone }: Pairs = parse(readFileSync(new URL('pairs.yaml', import.meta.url), 'utf8'));

describe.skipIf(!hasArtefacts)('one invoice in CII and in UBL; needs the artefacts', async () => {
  const ubl = await openReadAndWrite('eu/en16931');
  const cii = await openReadAndWrite('eu/en16931', { syntax: 'cii' });
  const tables = { ubl: readTerms('ubl'), cii: readTerms('cii') };
  const terms = (bytes: Uint8Array, table: TermTable) =>
    new Map([...termsOf(bytes, table)].map(([term, value]) => [term, unpadded(value)]));
  const differing = (one: Uint8Array, other: Uint8Array, table: TermTable, but?: string) =>
    termDifferences(terms(one, table), terms(other, table)).filter(
      (each) => but === undefined || !new RegExp(but).test(each.split(' ')[1] ?? ''),
    );
  let values = 0;

  it.each(Object.entries(pairs))('%s says the same in both', (name, { cii: input, but }) => {
    const inCii = bytesOf(`eu/${input}`);
    const inUbl = bytesOf(`eu/cii-ubl-pairs/ubl21-expected/${name}-ubl.xml`);
    values += termsOf(inUbl, tables.ubl).size;
    expect(differing(inUbl, ubl.write(cii.read(inCii).data), tables.ubl, but?.terms)).toEqual([]);
    expect(differing(inCii, cii.write(ubl.read(inUbl).data), tables.cii, but?.terms)).toEqual([]);
  });

  it('are all there', () => {
    const known = Object.entries(pairs).flatMap(([name, { cii: input }]) => [
      `cii-ubl-pairs/ubl21-expected/${name}-ubl.xml`,
      input,
    ]);
    const files = filesBelow('eu/cii-ubl-pairs', /\.xml$/).map((file) => file.replace('eu/', ''));
    const lone = files.filter((file) => !known.includes(file)).map((file) => file.replace('cii-ubl-pairs/', ''));
    expect(lone.sort()).toEqual(Object.keys(alone).sort());
    const why = Object.entries(alone).map((each) => each.join(': '));
    console.log(`${Object.keys(pairs).length} pairs, ${values} values in UBL; not compared:\n${why.join('\n')}`);
  });
});

/** The converter takes zeros at the end away. */
const unpadded = (value: string): string => (/^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value);
