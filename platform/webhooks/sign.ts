import { createHmac } from 'node:crypto';
import { fail } from '../../engine/index.ts';

/** What is signed: Standard Webhooks, `id.timestamp.payload`. */
export interface SignedMessage {
  /** The same for each try. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly payload: string;
}

/**
 * The headers of a webhook (Standard Webhooks 1.0.0): id, time and HMAC-SHA256. `secret` is `whsec_` and at least 24 bytes in
 * base64; several, with white space between them, sign at the same time while one takes over from another. ENVIRONMENT_INVALID
 * for anything else.
 */
export function headersOf(secret: string, { id, timestamp, payload }: SignedMessage): Record<string, string> {
  const signatures = keysIn(secret).map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`,
  );
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

/** ENVIRONMENT_INVALID for a secret that nothing can be signed with. */
export function proveSecret(secret: string): void {
  keysIn(secret);
}

function keysIn(secret: string): Buffer[] {
  const keys = secret
    .trim()
    .split(/\s+/)
    .map((each) => (/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(each) ? Buffer.from(each.slice(6), 'base64') : undefined));
  const [first] = keys;
  if (first === undefined || keys.includes(undefined))
    return fail('ENVIRONMENT_INVALID', 'The secret of a webhook is not `whsec_` with at least 24 bytes in base64.');
  return keys.filter((key) => key !== undefined);
}
