import type { Found, NewDocument, Reply } from '../../engine/action.ts';
import type { Value } from '../../engine/document.ts';
import { type Problem, problem, TimbreError } from '../../engine/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import { type Extracted, type Extraction, extractFound, extractPartly } from '../lib/extract/index.ts';
import { type AnswerKind, kindOf, mediaTypeOf, retryAfterOf } from './answer.ts';
import type { EchoMask } from './echo.ts';
import type { Expected } from './expected.ts';
import { type Fault, faultIn, mayHoldFault } from './soap.ts';

/** Every answer is a reply: what it should hold and does not is absent, and `failure` says why. */
export function readReply(expected: Expected, response: HttpResponse, echo: EchoMask): Reply {
  const { values, documents, failure } = read(expected, response);
  const mediaType = mediaTypeOf(response);
  const answer = response.body.length === 0 ? {} : { answer: { mediaType, bytes: echo.bytes(response.body) } };
  const retryAfter = retryAfterOf(response);
  const reply = {
    status: response.status,
    documents: Object.assign(answer, maskedDocuments(documents, echo)),
    values: maskedValues(values, echo),
  };
  return Object.assign(
    reply,
    failure === undefined ? undefined : { failure: echo.text(failure) },
    retryAfter === undefined ? undefined : { retryAfter },
    echo.found ? { problems: [echoed()] } : undefined,
  );
}

const echoed = (): Problem =>
  problem('SECRET_ECHOED', 'The answer repeats a secret of the request.', { severity: 'warning' });

/** The reply that would have brought what a person found, as a success. @throws RESOLUTION_UNFIT, EXTRACT_TYPE, EXTRACT_MISSING */
export function foundReply(found: Found, expected: Expected): Reply {
  const { extraction, absent } = expected;
  if (!extraction) return { status: 200, values: absent };
  const taken = extractFound(extraction, found);
  return { status: 200, documents: taken.documents, values: { ...absent, ...taken.values } };
}

interface Read extends Extracted {
  readonly failure?: string;
}

function read(expected: Expected, response: HttpResponse): Read {
  const nothing = { values: expected.absent, documents: {} };
  // Whoever stands at the door has not looked at the document: nothing in this answer is about it (RFC 9110 15.5.2, 15.5.8).
  if (response.status === 401 || response.status === 407) {
    return { ...nothing, failure: `the credentials were not accepted (HTTP ${response.status})` };
  }
  const { kinds } = expected;
  if (kinds.length === 0) return nothing;
  const kind = kindOf(response.body);
  if (!kinds.some((each) => each === kind)) {
    const not = kinds.map((each) => each.toUpperCase()).join(' or ');
    const what = names[kind];
    const is = what === undefined ? `, called ${mediaTypeOf(response)}, is not ${not}` : ` is ${what}, not ${not}`;
    return { ...nothing, failure: `the answer${is} (HTTP ${response.status})` };
  }
  try {
    const fault = kind === 'xml' ? faultOf(expected, response.body) : undefined;
    const taken = expected.extraction && takeOut(expected.extraction, response.body, `application/${kind}`);
    const faults = fault && { faultCode: fault.code, faultText: fault.text };
    const values = Object.assign({}, nothing.values, taken?.values, faults);
    return Object.assign({}, taken, { values, documents: taken?.documents ?? {} });
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    return { ...nothing, failure: wordsFor(error.problems) };
  }
}

/** What takes nothing out must still see that the answer is XML. */
function faultOf({ extraction, soap }: Expected, body: Uint8Array): Fault | undefined {
  return soap !== undefined && (extraction === undefined || mayHoldFault(body)) ? faultIn(body) : undefined;
}

function takeOut(extraction: Extraction, bytes: Uint8Array, mediaType: string): Read {
  const { values, documents, problems } = extractPartly(extraction, bytes, mediaType);
  return { values, documents, ...(problems.length === 0 ? {} : { failure: wordsFor(problems) }) };
}

const names: Partial<Record<AnswerKind, string>> = { empty: 'empty', html: 'an HTML page', json: 'JSON', xml: 'XML' };

const wordsFor = (problems: readonly Problem[]): string =>
  problems.map((each) => `${each.code}: ${each.message}`).join('; ');

/** A document must stay as the authority made it: only what is certainly a secret is masked in it. */
const maskedDocuments = (documents: Readonly<Record<string, NewDocument>>, echo: EchoMask) =>
  Object.fromEntries(
    Object.entries(documents).map(([name, each]) => {
      const bytes = echo.bytes(each.bytes, 'certain');
      return [name, bytes === each.bytes ? each : { ...each, bytes }];
    }),
  );

/** The same where nothing is masked. */
function maskedValues(values: Extracted['values'], echo: EchoMask): Extracted['values'] {
  const masked = Object.entries(values).map(([name, value]) => [name, maskedValue(value, echo)] as const);
  return masked.every(([name, value]) => value === values[name]) ? values : Object.fromEntries(masked);
}

function maskedValue(value: Value, echo: EchoMask): Value {
  if (typeof value === 'string') return echo.text(value);
  return Array.isArray(value) ? value.map((each: Value) => maskedValue(each, echo)) : value;
}
