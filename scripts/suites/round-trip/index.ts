import type { Row } from '../run-suite.ts';
import { sets } from './documents.ts';
import { openReadAndWrite } from './feature.ts';
import { createJudge } from './judge.ts';
import { runRoundTrip } from './run.ts';
import { readTerms } from './terms.ts';

/**
 * Official UBL invoices and credit notes, every so many of a set, read by the feature of their authority and written again: a row
 * for each set.
 */
export async function* runRoundTrips(every = 1): AsyncGenerator<Row> {
  const table = readTerms('ubl');
  const isOfSyntax = (text: string) => /urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2/.test(text);
  for (const [set, { feature = 'eu/en16931', rules }] of Object.entries(sets)) {
    const steps = await openReadAndWrite(feature);
    yield runRoundTrip(set, { ...steps, table, isOfSyntax, judge: createJudge(rules) }, every);
  }
}
