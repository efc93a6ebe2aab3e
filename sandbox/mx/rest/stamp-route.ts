import type { Answer } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/listener.ts';
import { type AuthorityOptions, codeOf, sha256Of, stampDocument } from '../authority.ts';
import type { Stamped } from '../ledger.ts';
import { anotherUuid, type Call, type Outcome } from '../service.ts';
import { failure, refusedBy, success, unauthorized } from './answers.ts';
import { readDocument } from './read-document.ts';
import { type StampForm, stampData } from './stamp-data.ts';

/** A key is remembered for 72 hours from its first use. */
const KEY_LIFETIME = 72 * 3_600_000;
const LONGEST_KEY = 100;

/**
 * `POST /v4/cfdi33/stamp/{v1-v4}[/b64]`, with an idempotency key in the header `customid`: the same key and the same bytes
 * are answered with 307 and the first stamp, the same key and other bytes with CFDI3307. Without a key each post is stamped.
 */
export async function stampRoute(request: HttpRequest, form: StampForm, authority: AuthorityOptions): Promise<Call> {
  const bytes = await readDocument(request, form.isBase64);
  const customId = request.headers.customid;
  const key = typeof customId === 'string' && customId !== '' ? customId : undefined;
  return {
    operation: 'stamp',
    perform: () => (bytes ? stamp(bytes, key, { form, authority }) : refused(noDocument)),
    unauthorized,
  };
}

const noDocument = failure('Xml CFDI33 no proporcionado o viene vacio.');

interface Desk {
  readonly form: StampForm;
  readonly authority: AuthorityOptions;
}

function stamp(bytes: Buffer, key: string | undefined, desk: Desk): Outcome {
  const { authority } = desk;
  const sha256 = sha256Of(bytes);
  if (key !== undefined && key.length > LONGEST_KEY) {
    return refused(failure('El CustomId no es válido o es mayor a 100 caracteres.'), sha256);
  }
  const earlier = key === undefined ? undefined : remembered(key, authority);
  if (earlier) return repeat(earlier, sha256, desk);
  const stamped = stampDocument(bytes, authority, { manner: 'rest', ...(key !== undefined && { customId: key }) });
  if ('reason' in stamped) {
    return { ...refused(refusedBy(stamped, authority), sha256), code: codeOf(stamped.reason, authority) };
  }
  return told(stamped, desk, success);
}

function remembered(key: string, { ledger, now }: AuthorityOptions): Stamped | undefined {
  const entry = ledger.withCustomId(key);
  return entry && now().getTime() - Date.parse(entry.at) < KEY_LIFETIME ? entry : undefined;
}

function repeat(earlier: Stamped, sha256: string, desk: Desk): Outcome {
  const { form, authority } = desk;
  if (earlier.sha256 === sha256) {
    const again = (data: unknown): Answer => refusedBy({ reason: 'duplicate', detail: '' }, authority, data);
    return { ...told(earlier, desk, again), code: codeOf('duplicate', authority) };
  }
  // What comes along is the first document's timbre, not that of the one in the request.
  const { tfd } = stampData(earlier, { ...form, version: 'v2' });
  const message = 'CFDI3307 - Timbre duplicado. El customId proporcionado está duplicado.';
  return { ...refused(failure(message, null, { tfd, cfdi: '' }), sha256), code: 'CFDI3307' };
}

function told(entry: Stamped, { form }: Desk, answer: (data: unknown) => Answer): Outcome {
  const other = anotherUuid(entry.uuid);
  const renamed = { ...entry, uuid: other };
  // Where the answer has no UUID of its own, the timbre beside the document is another.
  const wrong = { ...stampData(renamed, form), ...(form.version === 'v4' && { cfdi: stampData(entry, form).cfdi }) };
  return {
    uuid: entry.uuid,
    sha256: entry.sha256,
    answer: () => answer(stampData(entry, form)),
    wrongUuid: () => answer(wrong),
    noUuid: () => answer({}),
  };
}

function refused(answer: Answer, sha256?: string): Outcome {
  const say = (): Answer => answer;
  return { answer: say, wrongUuid: say, noUuid: say, ...(sha256 !== undefined && { sha256 }) };
}
