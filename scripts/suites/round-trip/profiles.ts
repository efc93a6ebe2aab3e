import { bytesOf } from '../artefacts.ts';
import type { Row } from '../run-suite.ts';
import { documentsOf } from './documents.ts';
import { openReadAndWrite } from './feature.ts';
import { judgeBy, type Mains } from './judge.ts';
import { type RoundTrip, runRoundTrip } from './run.ts';
import { readTerms } from './terms.ts';

const folder = 'eu/factur-x/xsd-1.09.2';

/** The profiles of Factur-X: by the name that the context has for them, what their specification (BT-24) ends in, and their files. */
const profiles: Readonly<Record<string, { readonly end: string; readonly schema: string; readonly rules: string }>> = {
  minimum: { end: ':minimum', schema: 'minimum/FACTUR-X_MINIMUM', rules: 'MINIMUM' },
  'basic-wl': { end: ':basicwl', schema: 'basicwl/FACTUR-X_BASIC-WL', rules: 'BASIC-WL' },
  basic: { end: ':basic', schema: 'basic/FACTUR-X_BASIC', rules: 'BASIC' },
  en16931: { end: 'urn:cen.eu:en16931:2017', schema: 'en16931/FACTUR-X_EN16931', rules: 'EN16931' },
  extended: { end: ':extended', schema: 'extended/FACTUR-X_EXTENDED', rules: 'EXTENDED' },
};

/**
 * Documents of Factur-X, read and written by its feature in their own profile, judged by the profile's schema and rules: a row
 * for each.
 */
export async function* runProfileRoundTrips(every = 1): AsyncGenerator<Row> {
  for await (const trip of profileTrips()) yield runRoundTrip(trip, every);
}

export interface ProfileTrip extends RoundTrip {
  readonly profile: string;
  /** The profile's own schema; its own rules are the `rules`. */
  readonly mains: Mains;
}

/** What reads, writes and judges the documents of each profile. */
export async function* profileTrips(): AsyncGenerator<ProfileTrip> {
  const table = readTerms('cii');
  for (const [profile, { end, schema, rules }] of Object.entries(profiles)) {
    const steps = await openReadAndWrite('fr/factur-x', {}, { profile });
    const mains = [[`${folder}/${schema}.xsd`, folder]] as const;
    const own = [`factur-x/xslt-1.09.2/FACTUR-X_${rules}.xslt`];
    const judge = judgeBy(mains, own);
    const set = `Factur-X, profile ${profile}`;
    const documents = () => documentsOf('Factur-X').filter((path) => profileOf(path)?.endsWith(end));
    yield { ...steps, profile, set, syntax: 'cii', rules: own, documents, table, judge, mains };
  }
}

/** What a Cross Industry Invoice says that it complies with (BT-24). */
function profileOf(path: string): string | undefined {
  const text = bytesOf(path).toString('utf8');
  const [, specification] = /GuidelineSpecifiedDocumentContextParameter>\s*<ram:ID>\s*([^<\s]*)/.exec(text) ?? [];
  return text.includes('CrossIndustryInvoice:100') ? specification : undefined;
}
