import { describe, expect, it } from 'vitest';
import { runWhole } from '../../../scripts/suites/round-trip/index.ts';
import type { Row } from '../../../scripts/suites/run-suite.ts';
import { hasArtefacts } from '../../shared.ts';

/** Every so many documents; `npm run suites` takes all. */
const every = 7;
/** How many documents of each set that is at least. */
const least: Readonly<Record<string, number>> = {
  'UBL: Peppol BIS 3': 4,
  'UBL: Peppol self-billing': 1,
  'UBL: XRechnung': 12,
  'UBL: NLCIUS': 5,
  'UBL: CIUS-RO': 1,
  'UBL: UBL.BE': 1,
  'CII: XRechnung': 14,
};

describe.skipIf(!hasArtefacts)('official documents, received and issued whole; needs the artefacts', async () => {
  const rows: Row[] = [];
  if (hasArtefacts) for await (const row of runWhole(every)) rows.push(row);

  it.each(rows.map((row) => [row.suite.replace('received and issued whole, ', ''), row] as const))('%s', (set, row) => {
    expect(Object.fromEntries(row.different)).toEqual({});
    expect(row.documents).toBeGreaterThanOrEqual(least[set] ?? 1000);
  });

  it('are all there', () => {
    expect(rows).toHaveLength(Object.keys(least).length);
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    console.log(`${sum((row) => row.documents)} documents, ${sum((row) => row.assertions)} values of business terms`);
  });
});
