import type { ProblemCode } from '../../../engine/errors.ts';

/** Why a signature is not accepted; caught where the verdict is made. */
export class Refusal extends Error {
  readonly code: Extract<
    ProblemCode,
    'SIGNATURE_MISSING' | 'SIGNATURE_INVALID' | 'SIGNATURE_UNSAFE' | 'CERTIFICATE_MISSING'
  >;

  constructor(code: Refusal['code'], reason: string) {
    super(reason);
    this.code = code;
  }
}

/** The signature is built in a way that cannot be relied on, whether it holds or not. */
export function unsafe(reason: string): never {
  throw new Refusal('SIGNATURE_UNSAFE', reason);
}

/** The signature does not hold. */
export function invalid(reason: string): never {
  throw new Refusal('SIGNATURE_INVALID', reason);
}
