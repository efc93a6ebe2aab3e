import type { SecretClientOptions } from '@azure/keyvault-secrets';

type Policy = NonNullable<SecretClientOptions['additionalPolicies']>[number];

/**
 * Gives up a try that is not answered within so many milliseconds: the SDK would wait for ever. Its client takes that for a connection
 * that broke, and tries again on another one; where that is silent, too, it is the vault that hangs.
 */
export function answeredWithin(milliseconds: number): Policy {
  const unanswered = new WeakSet<object>();
  return {
    position: 'perRetry',
    policy: {
      name: 'answeredWithin',
      async sendRequest(request, next) {
        request.timeout = milliseconds;
        try {
          return await next(request);
        } catch (error) {
          if (!(error instanceof Error && error.name === 'AbortError')) throw error;
          const isSecond = unanswered.has(request);
          unanswered.add(request);
          throw new NoAnswer(isSecond ? noAnswer : 'ETIMEDOUT');
        }
      },
    },
  };
}

/** A code after which the SDK does not try again. */
export const noAnswer = 'NO_ANSWER';

/** With the name that the SDK goes by. */
class NoAnswer extends Error {
  override readonly name = 'RestError';
  readonly code: string;

  constructor(code: string) {
    super('no answer');
    this.code = code;
  }
}
