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

/** By the service's own code, the HTTP status, or the connection's. The service's text is left out: it may repeat the SAS. */
const reasons: Readonly<Record<string, string>> = {
  ContainerNotFound: 'the container does not exist',
  ContainerBeingDeleted: 'the container is being deleted',
  AccountIsDisabled: 'the storage account is disabled',
  AuthenticationFailed: 'its SAS has expired, was revoked or is not of this container',
  AuthorizationPermissionMismatch: 'its SAS does not allow this; it needs read, add, create, write, delete and list',
  AuthorizationFailure: 'this machine may not reach it, or its SAS does not allow this',
  ServerBusy: 'the storage account is busy',
  ENOTFOUND: 'its host has no address',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was closed',
  ETIMEDOUT: 'there was no answer in time',
  REQUEST_SEND_ERROR: 'it cannot be reached',
};

/** `STORE_FAILED`, with the container's address (never its SAS) and what an operator can act on. */
export function blobFailure(address: string, error: unknown): Problem {
  if (isRest(error) && error.code?.startsWith('BlobImmutable'))
    return problem('STORE_IMMUTABLE', `The store ${address} holds the file fast: ${error.code}.`);
  return problem('STORE_FAILED', `The store ${address} cannot be used: ${reasonOf(error)}.`);
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError') return 'there was no answer in time';
  if (!isRest(error)) return error instanceof Error ? error.name : 'an unknown failure';
  const { code = '', statusCode } = error;
  const reason = reasons[code];
  if (reason !== undefined) return reason;
  return statusCode === undefined ? `the connection failed (${code})` : `it answered ${statusCode} ${code}`.trim();
}
