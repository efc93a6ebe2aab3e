import type { Row } from '../run-suite.ts';
import { sets } from './documents.ts';
import { openReadAndWrite } from './feature.ts';
import { createJudge } from './judge.ts';
import { runRoundTrip } from './run.ts';
import { readTerms } from './terms.ts';

const isUbl = (text: string) => /urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2/.test(text);
const isCii = (text: string) => text.includes('urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100');

/**
 * Official UBL invoices and credit notes, every so many of a set, read by the feature of their authority and written again: a row
 * for each set.
 */
export async function* runRoundTrips(every = 1): AsyncGenerator<Row> {
  const table = readTerms('ubl');
  for (const [set, { feature = 'eu/en16931', rules }] of Object.entries(sets)) {
    const steps = await openReadAndWrite(feature);
    yield runRoundTrip(set, { ...steps, syntax: 'ubl', table, isOfSyntax: isUbl, judge: createJudge(rules) }, every);
  }
}

/** The same of CII, by `eu/en16931`: a row for each set that has such documents. */
export async function* runCiiRoundTrips(every = 1): AsyncGenerator<Row> {
  const steps = await openReadAndWrite('eu/en16931', { syntax: 'cii' });
  const trip = { ...steps, syntax: 'cii', table: readTerms('cii'), judge: createJudge([], 'cii') } as const;
  for (const set of Object.keys(sets)) {
    const row = runRoundTrip(set, { ...trip, isOfSyntax: isCii }, every);
    if (row.documents > 0) yield row;
  }
}
