import { describe, expect, it } from 'vitest';
import { sets } from '../../../scripts/suites/round-trip/documents.ts';
import { runRoundTrips } from '../../../scripts/suites/round-trip/index.ts';
import { readTerms, termDifferences, termsOf } from '../../../scripts/suites/round-trip/terms.ts';
import type { Row } from '../../../scripts/suites/run-suite.ts';
import { hasArtefacts } from '../../shared.ts';

/** Every third document; `npm run suites` takes all. */
const every = 3;
/** How many documents of each set that is at least: a set that is not found proves nothing. */
const least: Readonly<Record<string, number>> = {
  'EN 16931': 5,
  'Peppol BIS 3': 5,
  XRechnung: 40,
  'CII and UBL pairs': 3,
  NLCIUS: 8,
  'CIUS-RO': 2,
  'CIUS-PT': 1,
  'UBL.BE': 1,
  'Peppol self-billing': 1,
  'Factur-X': 4,
};

describe.skipIf(!hasArtefacts)('official UBL documents, read and written again; needs the artefacts', async () => {
  const rows: Row[] = [];
  if (hasArtefacts) for await (const row of runRoundTrips(every)) rows.push(row);

  it.each(rows.map((row) => [row.suite.replace(/^.*: /, ''), row] as const))('%s', (set, row) => {
    expect(Object.fromEntries(row.different)).toEqual({});
    expect(row.documents).toBeGreaterThanOrEqual(least[set] ?? Number.POSITIVE_INFINITY);
  });

  it('are all there', () => {
    expect(rows.length).toBe(Object.keys(sets).length);
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    console.log(
      `${sum((row) => row.documents)} UBL documents, ${sum((row) => row.assertions)} values of business terms`,
    );
  });
});

describe('the comparison of business terms', () => {
  const table = readTerms('ubl');
  const terms = (content: string) =>
    termsOf(
      Buffer.from(
        `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
          xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
          xmlns:b="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">${content}</Invoice>`,
      ),
      table,
    );
  const line = (id: string, price: string) =>
    `<cac:InvoiceLine><b:ID>${id}</b:ID><cac:Price><b:PriceAmount>${price}</b:PriceAmount></cac:Price></cac:InvoiceLine>`;

  it.each([
    ['a value that is not there', '<b:BuyerReference>x</b:BuyerReference>', '', ['- BT-10 x']],
    ['another value', '<b:ID>1</b:ID>', '<b:ID>2</b:ID>', ['- BT-1 1', '+ BT-1 2']],
    ['another precision', line('1', '1.5'), line('1', '1.50'), ['- BG-25[1]/BT-146 1.5', '+ BG-25[1]/BT-146 1.50']],
    [
      'another order',
      line('1', '2') + line('2', '2'),
      line('2', '2') + line('1', '2'),
      ['- BG-25[1]/BT-126 1', '- BG-25[2]/BT-126 2', '+ BG-25[1]/BT-126 2', '+ BG-25[2]/BT-126 1'],
    ],
    ['a line less', line('1', '2') + line('2', '3'), line('1', '2'), ['- BG-25[2]/BT-126 2', '- BG-25[2]/BT-146 3']],
    ['no more than another spelling', line(' 1 ', '+.5'), line('1', '0.5'), []],
    ['a zone of a day', '<b:IssueDate>2026-03-01+01:00</b:IssueDate>', '<b:IssueDate>2026-03-01</b:IssueDate>', []],
  ])('sees %s', (_, one, other, expected) => {
    expect(termDifferences(terms(one), terms(other))).toEqual(expected);
  });

  it('knows every business term of UBL', () => {
    const named = JSON.stringify(table).match(/"BT-\d+"/g) ?? [];
    const known = new Set(named.map((each) => each.slice(1, -1)));
    // BT-4 was never given out; BT-21 stands in the text of BT-22.
    const all = Array.from({ length: 165 }, (_, index) => `BT-${index + 1}`).filter(
      (each) => !/^BT-(4|21)$/.test(each),
    );
    expect(all.filter((each) => !known.has(each))).toEqual([]);
  });
});
