import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exists } from '../../../scripts/suites/artefacts.ts';
import { openReadAndWrite } from '../../../scripts/suites/round-trip/feature.ts';
import { runCiiRoundTrips } from '../../../scripts/suites/round-trip/index.ts';
import { readTerms, type TermTable, termDifferences, termsOf } from '../../../scripts/suites/round-trip/terms.ts';
import type { Row } from '../../../scripts/suites/run-suite.ts';
import { artefact, hasArtefacts } from '../../shared.ts';

/** Every third document; `npm run suites` takes all. */
const every = 3;
/** How many documents of each set that is at least. */
const least: Readonly<Record<string, number>> = {
  'EN 16931': 2,
  XRechnung: 30,
  'CII and UBL pairs': 1,
  'Factur-X': 20,
};

describe.skipIf(!hasArtefacts)('official CII documents, read and written again; needs the artefacts', async () => {
  const rows: Row[] = [];
  if (hasArtefacts) for await (const row of runCiiRoundTrips(every)) rows.push(row);

  it.each(rows.map((row) => [row.suite.replace(/^.*: /, ''), row] as const))('%s', (set, row) => {
    expect(Object.fromEntries(row.different)).toEqual({});
    expect(row.documents).toBeGreaterThanOrEqual(least[set] ?? 0);
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

const pairs = artefact('eu/cii-ubl-pairs');
/** Where the converter that made the pairs and the standard are of two minds. */
const disputed: Readonly<Record<string, RegExp>> = {
  // A negative price becomes a negative quantity.
  'CII_example1.xml': /^BG-25\[20\]\/BT-1(29|46)$/,
  // Two base quantities: it takes that of the gross price.
  'CII_example2.xml': /\/BT-149$/,
  'issues/issue22.xml': /^BT-8$|\/BT-149$/,
};

describe.skipIf(!hasArtefacts)('one invoice in CII and in UBL; needs the artefacts', async () => {
  const both = hasArtefacts ? (readdirSync(`${pairs}/cii-input`, { recursive: true }) as string[]) : [];
  const names = both.filter((name) => exists(`eu/cii-ubl-pairs/ubl21-expected/${name.replace('.xml', '-ubl.xml')}`));
  const ubl = await openReadAndWrite('eu/en16931');
  const cii = await openReadAndWrite('eu/en16931', { syntax: 'cii' });
  const tables = { ubl: readTerms('ubl'), cii: readTerms('cii') };
  const terms = (bytes: Uint8Array, table: TermTable) =>
    new Map([...termsOf(bytes, table)].map(([term, value]) => [term, unpadded(value)]));
  const differing = (one: Uint8Array, other: Uint8Array, table: TermTable, name: string) =>
    termDifferences(terms(one, table), terms(other, table)).filter(
      (each) => !disputed[name]?.test(each.split(' ')[1] ?? ''),
    );

  it.each(names.filter((name) => name.endsWith('.xml')))('%s says the same in both', (name) => {
    const inCii = readFileSync(`${pairs}/cii-input/${name}`);
    const inUbl = readFileSync(`${pairs}/ubl21-expected/${name.replace('.xml', '-ubl.xml')}`);
    expect(differing(inUbl, ubl.write(cii.read(inCii).data), tables.ubl, name)).toEqual([]);
    expect(differing(inCii, cii.write(ubl.read(inUbl).data), tables.cii, name)).toEqual([]);
  });

  it('are all there', () => {
    expect(names.length).toBeGreaterThanOrEqual(5);
  });
});

/** The converter takes zeros at the end away. */
const unpadded = (value: string): string => (/^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value);
