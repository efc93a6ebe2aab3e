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
/** Where the CII of a pair is: some stand among CEN's own examples, which the converter took them from. */
const inputs = ['eu/cii-ubl-pairs/cii-input', 'eu/en16931/cii/examples'];
/** Where the converter that made the pairs and the standard are of two minds. */
const disputed: Readonly<Record<string, RegExp>> = {
  // A negative price becomes a negative quantity.
  'CII_example1.xml': /^BG-25\[20\]\/BT-1(29|46)$/,
  // Two base quantities: it takes that of the gross price.
  'CII_example2.xml': /\/BT-149$/,
  'issues/issue22.xml': /^BT-8$|\/BT-149$/,
  // UBL cannot be without BT-110: the converter writes 0.
  'CII_example7.xml': /^BT-110$/,
};

describe.skipIf(!hasArtefacts)('one invoice in CII and in UBL; needs the artefacts', async () => {
  const made = hasArtefacts ? (readdirSync(`${pairs}/ubl21-expected`, { recursive: true }) as string[]) : [];
  const names = made.filter((name) => name.endsWith('-ubl.xml')).map((name) => name.replace('-ubl.xml', '.xml'));
  // The UBL of CII_example5 was made from another edition of it, with another account and no process.
  const halves = names.flatMap((name) => {
    if (name === 'CII_example5.xml') return [];
    const input = inputs.map((folder) => `${folder}/${name}`).find(exists);
    return input === undefined ? [] : [[name, input] as const];
  });
  const ubl = await openReadAndWrite('eu/en16931');
  const cii = await openReadAndWrite('eu/en16931', { syntax: 'cii' });
  const tables = { ubl: readTerms('ubl'), cii: readTerms('cii') };
  const terms = (bytes: Uint8Array, table: TermTable) =>
    new Map([...termsOf(bytes, table)].map(([term, value]) => [term, unpadded(value)]));
  const differing = (one: Uint8Array, other: Uint8Array, table: TermTable, name: string) =>
    termDifferences(terms(one, table), terms(other, table)).filter(
      (each) => !disputed[name]?.test(each.split(' ')[1] ?? ''),
    );

  it.each(halves)('%s says the same in both', (name, input) => {
    const inCii = readFileSync(artefact(input));
    const inUbl = readFileSync(`${pairs}/ubl21-expected/${name.replace('.xml', '-ubl.xml')}`);
    expect(differing(inUbl, ubl.write(cii.read(inCii).data), tables.ubl, name)).toEqual([]);
    expect(differing(inCii, cii.write(ubl.read(inUbl).data), tables.cii, name)).toEqual([]);
  });

  it('are all there', () => {
    expect(halves.length).toBeGreaterThanOrEqual(6);
  });
});

/** The converter takes zeros at the end away. */
const unpadded = (value: string): string => (/^-?\d+\.\d+$/.test(value) ? value.replace(/\.?0+$/, '') : value);
