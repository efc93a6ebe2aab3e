import type { Row } from '../run-suite.ts';
import { sets } from './documents.ts';
import { openReadAndWrite } from './feature.ts';
import { createJudge } from './judge.ts';
import { runRoundTrip } from './run.ts';
import { readTerms } from './terms.ts';

/** Official UBL invoices and credit notes, every so many of a set, read by `eu/en16931` and written again: a row for each set. */
export async function* runRoundTrips(every = 1): AsyncGenerator<Row> {
  const trip = { ...(await openReadAndWrite('eu/en16931')), table: readTerms('ubl'), judge: createJudge() };
  const isOfSyntax = (text: string) => /urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2/.test(text);
  for (const set of Object.keys(sets)) yield runRoundTrip(set, { ...trip, isOfSyntax }, every);
}
