import type { Answer } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/listener.ts';
import { type AuthorityOptions, codeOf } from '../authority.ts';
import { type Acknowledgement, allTaken, cancel } from '../cancellation/cancel.ts';
import { estatusUuid } from '../cancellation/estatus-uuid.ts';
import { readCancellation } from '../cancellation/read-cancellation.ts';
import { type Refusal, refusals } from '../incidencias.ts';
import { anotherUuid, type Call, type Circumstances, type Outcome } from '../service.ts';
import { coded, failure, success, unauthorized } from './answers.ts';
import { readDocument } from './read-document.ts';

/** `POST /cfdi33/cancel/xml` with a signed Cancelacion: the receipt and the state of each UUID, or why there is none. */
export async function cancelRoute(request: HttpRequest, authority: AuthorityOptions): Promise<Call> {
  const bytes = await readDocument(request, false);
  return {
    operation: 'cancel',
    perform: (circumstances) =>
      bytes ? perform(bytes, authority, circumstances) : refused({ reason: 'malformed', detail: 'xml' }, authority),
    unauthorized,
  };
}

function perform(bytes: Buffer, authority: AuthorityOptions, circumstances: Circumstances): Outcome {
  const request = readCancellation(bytes, authority);
  if ('reason' in request) return refused(request, authority);
  const done = cancel(request, authority, circumstances);
  if (!allTaken(done)) return refusedBySat(done);
  const answer =
    (rename: (uuid: string) => string): (() => Answer) =>
    () => {
      const states = done.folios.map(({ uuid, estatus }) => [rename(uuid), estatusUuid[estatus].code]);
      return success({ acuse: done.acuse, uuid: Object.fromEntries(states) });
    };
  return { answer: answer((uuid) => uuid), wrongUuid: answer(anotherUuid), noUuid: () => success({}) };
}

/** One UUID that SAT does not take makes the answer an error, whatever became of the others: one is cancelled at a time. */
function refusedBySat({ folios }: Acknowledgement): Outcome {
  const { estatus } = folios.find((folio) => !allTaken({ folios: [folio] })) ?? { estatus: 'notFound' as const };
  const { code, message } = estatusUuid[estatus];
  return always(() => failure(coded(code, `${message}.`)), code);
}

function refused({ reason, detail }: Refusal, authority: AuthorityOptions): Outcome {
  const code = codeOf(reason, authority);
  const why = `CA${code} - ${refusals[reason].message}. ${detail}`.trim();
  return always(() => failure('CACFDI33 - Problemas con el xml.', why), code);
}

const always = (answer: () => Answer, code: string): Outcome => ({
  answer,
  wrongUuid: answer,
  noUuid: answer,
  code,
});
