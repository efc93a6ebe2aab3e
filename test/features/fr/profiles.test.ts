import { describe, expect, it } from 'vitest';
import { runIssued, runProfileRoundTrips } from '../../../scripts/suites/round-trip/index.ts';
import type { Row } from '../../../scripts/suites/run-suite.ts';
import { hasArtefacts } from '../../shared.ts';

/** Every so many documents; `npm run suites` takes all. */
const every = 4;
/** How many documents of each profile that is at least. */
const least: Readonly<Record<string, number>> = { minimum: 1, 'basic-wl': 1, basic: 1, en16931: 10, extended: 4 };

describe.skipIf(!hasArtefacts)('Factur-X, read and written in its own profile; needs the artefacts', async () => {
  const rows: Row[] = [];
  if (hasArtefacts) for await (const row of runProfileRoundTrips(every)) rows.push(row);

  it.each(rows.map((row) => [row.suite.replace(/^.*profile /, ''), row] as const))('%s', (profile, row) => {
    expect(Object.fromEntries(row.different)).toEqual({});
    expect(row.documents).toBeGreaterThanOrEqual(least[profile] ?? 1000);
  });

  it('are all there', () => {
    expect(rows).toHaveLength(Object.keys(least).length);
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    console.log(`${sum((row) => row.documents)} documents, ${sum((row) => row.assertions)} values of business terms`);
  });

  it('and a few issued whole, to the printed PDF', { timeout: 60_000 }, async () => {
    expect.hasAssertions();
    for await (const row of runIssued(24, (suite) => suite === 'Factur-X')) {
      expect(Object.fromEntries(row.different)).toEqual({});
      expect(row.documents).toBeGreaterThanOrEqual(2);
    }
  });
});
