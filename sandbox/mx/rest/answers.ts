import { type Answer, jsonAnswer } from '../../http/answer.ts';
import { type AuthorityOptions, codeOf } from '../authority.ts';
import { type Refusal, refusals } from '../incidencias.ts';

export const success = (data: unknown): Answer => jsonAnswer({ data, status: 'success' });

/** Every refusal has status 400; what it is about stands at the beginning of `message`. */
export const failure = (message: string, messageDetail: string | null = null, data: unknown = null): Answer =>
  jsonAnswer({ message, messageDetail, data, status: 'error' }, 400);

/** `307. …` for the PACs' common numbers, `CFDI40108 - …` for codes of SAT's matrices. */
export const coded = (code: string, message: string): string =>
  /^\d+$/.test(code) ? `${code}. ${message}` : `${code} - ${message}`;

export function refusedBy({ reason, detail }: Refusal, authority: AuthorityOptions, data: unknown = null): Answer {
  return failure(coded(codeOf(reason, authority), `${refusals[reason].message}.`), detail || null, data);
}

export const unauthorized = (): Answer =>
  jsonAnswer({ message: 'El token no es válido o ya venció.', messageDetail: null, data: null, status: 'error' }, 401);
