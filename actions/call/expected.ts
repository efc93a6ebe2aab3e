import type { Value } from '../../engine/document.ts';
import type { Extraction } from '../lib/extract/index.ts';
import type { SoapVersion } from './soap.ts';

/** What an answer may bring. */
export interface Expected {
  readonly extraction: Extraction | undefined;
  readonly soap: SoapVersion | undefined;
  /** What the answer must be for something to be taken out of it; none when nothing is. */
  readonly kinds: readonly ('xml' | 'json')[];
  /** The values of a reply that has none: what outcomes may name is there, and absent. */
  readonly absent: Readonly<Record<string, Value>>;
}

export const expect = (extraction: Extraction | undefined, soap: SoapVersion | undefined): Expected => ({
  extraction,
  soap,
  kinds: wantedKinds(extraction, soap),
  absent: absentValues(extraction, soap),
});

function absentValues(extraction: Extraction | undefined, soap: SoapVersion | undefined): Expected['absent'] {
  const values = (extraction?.values ?? []).map(({ name, type }) => [name, type === 'list' ? [] : null] as const);
  return { ...Object.fromEntries(values), ...(soap === undefined ? {} : { faultCode: null, faultText: null }) };
}

function wantedKinds(extraction: Extraction | undefined, soap: SoapVersion | undefined): Expected['kinds'] {
  const { values = [], documents = [] } = extraction?.outer ?? {};
  const wanted = [...values, ...documents];
  const xml = soap !== undefined || wanted.some((each) => 'xpath' in each.where);
  const json = wanted.some((each) => 'pointer' in each.where);
  return [...(xml ? ['xml' as const] : []), ...(json ? ['json' as const] : [])];
}
