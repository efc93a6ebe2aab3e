import type { RestError } from '@azure/storage-blob';
import { fail, problem, TimbreError } from '../../../engine/errors.ts';
import { noAnswer } from './answered-within.ts';

/** By its name: the SDK is loaded only where a vault is used. */
const isRest = (error: unknown): error is RestError => error instanceof Error && error.name === 'RestError';

export const isAbsent = (error: unknown): boolean =>
  isRest(error) && error.statusCode === 404 && /^(Secret|Certificate|Key)NotFound$/.test(error.code ?? '');

const reasons: Readonly<Record<number, string>> = {
  401: 'it does not accept who we are',
  403: 'we are not allowed to; the identity needs get on secrets and certificates, and sign on keys',
  404: 'it does not have it',
  429: 'it is asked too often',
};

/** `VAULT_FAILED`, with what an operator can act on. The service's text is left out: it may repeat tokens. */
export function vaultFailure(url: string, name: string, error: unknown): TimbreError {
  if (error instanceof TimbreError) return error;
  const message = `The vault ${url} did not give ${name}: ${reasonOf(error)}.`;
  return new TimbreError(problem('VAULT_FAILED', message));
}

function reasonOf(error: unknown): string {
  if (!isRest(error)) return error instanceof Error ? `${error.name} while signing in` : 'an unknown failure';
  const { statusCode, code = '' } = error;
  if (code === noAnswer) return 'it did not answer in time';
  if (statusCode === undefined) return `it cannot be reached (${code})`;
  return reasons[statusCode] ?? `it answered ${statusCode} ${code}`.trim();
}

export const missing = (url: string, name: string): never =>
  fail('SECRET_MISSING', `The secret ${name} is not in the vault ${url}`, {
    hint: `Put a secret or a certificate named ${name} into that vault.`,
  });
