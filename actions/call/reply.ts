import type { NewDocument, Reply } from '../../engine/action.ts';
import type { Value } from '../../engine/document.ts';
import { problem, TimbreError } from '../../engine/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import { type Extracted, type Extraction, extract, extractInside } from '../lib/extract/index.ts';
import { type AnswerKind, kindOf, mediaTypeOf, retryAfterOf } from './answer.ts';
import type { EchoMask } from './echo.ts';
import { faultIn, type SoapVersion } from './soap.ts';

export interface Expected {
  readonly extraction: Extraction | undefined;
  readonly soap: SoapVersion | undefined;
}

/** Every answer is a reply: what it should hold and does not is absent, and `failure` says why. */
export function readReply(expected: Expected, response: HttpResponse, echo: EchoMask): Reply {
  const { values, documents, failure } = read(expected, response);
  const mediaType = mediaTypeOf(response);
  const answer = response.body.length === 0 ? {} : { answer: { mediaType, bytes: echo.bytes(response.body) } };
  const retryAfter = retryAfterOf(response);
  return {
    status: response.status,
    documents: { ...answer, ...maskedDocuments(documents, echo) },
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, maskedValue(value, echo)])),
    ...(failure === undefined ? {} : { failure: echo.text(failure) }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(echo.found
      ? { problems: [problem('SECRET_ECHOED', 'The answer repeats a secret of the request.', { severity: 'warning' })] }
      : {}),
  };
}

/** The values of a reply that has none: what outcomes may name is there, and absent. */
export const absentValues = ({ extraction, soap }: Expected): Record<string, Value> => ({
  ...Object.fromEntries((extraction?.values ?? []).map(({ name, type }) => [name, type === 'list' ? [] : null])),
  ...(soap === undefined ? {} : { faultCode: null, faultText: null }),
});

interface Read extends Extracted {
  readonly failure?: string;
}

function read(expected: Expected, response: HttpResponse): Read {
  const nothing = { values: absentValues(expected), documents: {} };
  // Whoever stands at the door has not looked at the document: nothing in this answer is about it (RFC 9110 15.5.2, 15.5.8).
  if (response.status === 401 || response.status === 407) {
    return { ...nothing, failure: `the credentials were not accepted (HTTP ${response.status})` };
  }
  const wanted = wantedKinds(expected);
  if (wanted.length === 0) return nothing;
  const kind = kindOf(response.body);
  if (!wanted.some((each) => each === kind)) {
    const not = wanted.map((each) => each.toUpperCase()).join(' or ');
    const what = names[kind];
    const is = what === undefined ? `, called ${mediaTypeOf(response)}, is not ${not}` : ` is ${what}, not ${not}`;
    return { ...nothing, failure: `the answer${is} (HTTP ${response.status})` };
  }
  try {
    const fault = expected.soap !== undefined && kind === 'xml' ? faultIn(response.body) : undefined;
    const taken = expected.extraction && takeOut(expected.extraction, response.body, `application/${kind}`);
    return {
      ...taken,
      values: {
        ...nothing.values,
        ...taken?.values,
        ...(fault === undefined ? {} : { faultCode: fault.code, faultText: fault.text }),
      },
      documents: taken?.documents ?? {},
    };
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    return { ...nothing, failure: textOf(error) };
  }
}

/** One thing that is not as expected does not cost the others. Throws where the document as a whole cannot be read. */
function takeOut(extraction: Extraction, bytes: Uint8Array, mediaType: string): Read {
  const failures: string[] = [];
  const part = (some: Pick<Extraction, 'values' | 'documents'>): Extracted => {
    try {
      return extract({ ...extraction, ...some }, bytes, mediaType);
    } catch (error) {
      if (!(error instanceof TimbreError) || !error.code.startsWith('EXTRACT_')) throw error;
      failures.push(textOf(error));
      return { values: {}, documents: {} };
    }
  };
  const inner = extraction.values.filter(({ inside }) => inside !== undefined);
  const parts = [
    ...extraction.values.filter((each) => !inner.includes(each)).map((each) => part({ values: [each], documents: [] })),
    ...extraction.documents.map((each) => part({ values: [], documents: [each] })),
  ];
  const documents: Extracted['documents'] = Object.assign({}, ...parts.map((each) => each.documents));
  const inside = inner.map((each) => valueInside(extraction, each, documents, failures));
  return {
    values: Object.assign({}, ...parts.map((each) => each.values), ...inside),
    documents,
    ...(failures.length === 0 ? {} : { failure: failures.join('; ') }),
  };
}

/** A document that cannot be read costs the values inside it, and is kept as it came. */
function valueInside(
  extraction: Extraction,
  wanted: Extraction['values'][number],
  documents: Extracted['documents'],
  failures: string[],
): Extracted['values'] {
  try {
    return extractInside(extraction, [wanted], documents);
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    failures.push(textOf(error));
    return {};
  }
}

function wantedKinds({ extraction, soap }: Expected): readonly ('xml' | 'json')[] {
  const outer = (extraction?.values ?? []).filter(({ inside }) => inside === undefined);
  const wanted = [...outer, ...(extraction?.documents ?? [])];
  const xml = soap !== undefined || wanted.some((each) => 'xpath' in each.where);
  const json = wanted.some((each) => 'pointer' in each.where);
  return [...(xml ? ['xml' as const] : []), ...(json ? ['json' as const] : [])];
}

const names: Partial<Record<AnswerKind, string>> = { empty: 'empty', html: 'an HTML page', json: 'JSON', xml: 'XML' };

const textOf = (error: TimbreError): string => error.problems.map((each) => `${each.code}: ${each.message}`).join('; ');

/** A document must stay as the authority made it: only what is certainly a secret is masked in it. */
const maskedDocuments = (documents: Readonly<Record<string, NewDocument>>, echo: EchoMask) =>
  Object.fromEntries(
    Object.entries(documents).map(([name, each]) => [name, { ...each, bytes: echo.bytes(each.bytes, 'certain') }]),
  );

function maskedValue(value: Value, echo: EchoMask): Value {
  if (typeof value === 'string') return echo.text(value);
  return Array.isArray(value) ? value.map((each: Value) => maskedValue(each, echo)) : value;
}
