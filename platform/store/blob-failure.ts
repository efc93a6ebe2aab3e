import type { RestError } from '@azure/storage-blob';
import { type Problem, problem } from '../../engine/errors.ts';

/** By its name: the SDK is loaded only where a container is used. */
const isRest = (error: unknown): error is RestError => error instanceof Error && error.name === 'RestError';

/** Somebody else has the name, or has changed the file since. */
export const isConflict = (error: unknown): boolean =>
  isRest(error) && (error.statusCode === 412 || error.code === 'BlobAlreadyExists');

/** There is no such file. A container that is not there is another matter. */
export const isAbsent = (error: unknown): boolean => isRest(error) && error.code === 'BlobNotFound';

/** What the container says when it does not let us in: the SAS has expired, was revoked, or allows too little. */
export const isDenied = (error: unknown): boolean => isRest(error) && error.statusCode === 403;

const seeBetween =
  'See the state of the storage account, and what is between: a firewall, a proxy, a private endpoint.';
const renewSas = 'Make a new SAS of the container and put it into the vault under the same name.';

/** Why, and what to do where there is more to be said than that the store is to be mended. What is under way goes on by itself afterwards. */
type Reason = readonly [why: string, hint?: string];

const noAnswer: Reason = ['there was no answer in time', seeBetween];

/** By the service's own code, the HTTP status, or the connection's. The service's text is left out: it may repeat the SAS. */
const reasons: Readonly<Record<string, Reason>> = {
  ContainerNotFound: [
    'the container does not exist',
    'Make the container, or correct its name in the SAS URL or the environment file.',
  ],
  ContainerBeingDeleted: ['the container is being deleted'],
  AccountIsDisabled: ['the storage account is disabled'],
  AuthenticationFailed: ['its SAS has expired, was revoked or is not of this container', renewSas],
  AuthorizationPermissionMismatch: [
    'its SAS does not allow this; it needs read, add, create, write, delete and list',
    renewSas,
  ],
  AuthorizationFailure: ['this machine may not reach it, or its SAS does not allow this'],
  ServerBusy: ['the storage account is busy'],
  ENOTFOUND: ['its host has no address', 'Correct the address of the container, or the DNS of this machine.'],
  ECONNREFUSED: ['the connection was refused', seeBetween],
  ECONNRESET: ['the connection was closed', seeBetween],
  ETIMEDOUT: noAnswer,
  REQUEST_SEND_ERROR: ['it cannot be reached'],
};

/** `STORE_FAILED`, with the container's address (never its SAS) and what an operator can act on. */
export function blobFailure(address: string, error: unknown): Problem {
  if (isRest(error) && error.code?.startsWith('BlobImmutable'))
    return problem('STORE_IMMUTABLE', `The store ${address} holds the file fast: ${error.code}.`);
  const [why, hint] = reasonOf(error);
  return problem('STORE_FAILED', `The store ${address} cannot be used: ${why}.`, hint === undefined ? {} : { hint });
}

function reasonOf(error: unknown): Reason {
  if (error instanceof Error && error.name === 'AbortError') return noAnswer;
  if (!isRest(error)) return [error instanceof Error ? error.name : 'an unknown failure'];
  const { code = '', statusCode } = error;
  const other =
    statusCode === undefined ? `the connection failed (${code})` : `it answered ${statusCode} ${code}`.trim();
  return reasons[code] ?? [other];
}
