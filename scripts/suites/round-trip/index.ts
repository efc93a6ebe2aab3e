import type { Row } from '../run-suite.ts';
import { createJudge } from './judge.ts';
import { runRoundTrip } from './run.ts';
import { readTerms } from './terms.ts';
import { tripsOf } from './trips.ts';

export { runIssued } from './issued.ts';
export { runProfileRoundTrips } from './profiles.ts';
export { runWhole } from './whole.ts';
export { runWritten } from './written.ts';

/**
 * Official UBL invoices and credit notes, every so many of a set, read by the feature of their authority and written again: a row
 * for each set.
 */
export async function* runRoundTrips(every = 1): AsyncGenerator<Row> {
  const table = readTerms('ubl');
  for await (const trip of tripsOf('ubl'))
    yield runRoundTrip({ ...trip, table, judge: createJudge(trip.rules, 'ubl', trip.levels) }, every);
}

/** The same of CII: a row for each set that has such documents. */
export async function* runCiiRoundTrips(every = 1): AsyncGenerator<Row> {
  const table = readTerms('cii');
  for await (const trip of tripsOf('cii')) {
    const judge = createJudge(trip.rules, 'cii', trip.levels);
    const row = runRoundTrip({ ...trip, table, judge }, every);
    if (row.documents > 0) yield row;
  }
}
