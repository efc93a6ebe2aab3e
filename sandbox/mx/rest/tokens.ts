import { randomBytes } from 'node:crypto';

/** A token from `authenticate` lives two hours. */
const LIFETIME = 2 * 3_600_000;

export interface Tokens {
  /** A token that does not expire, as the PAC's portal gives it. */
  readonly infinite: string;
  issue(): { readonly token: string; readonly expiresAt: Date };
  /** Whether an Authorization header has a token that is still good. */
  admits(authorization: string | undefined): boolean;
}

export function makeTokens(now: () => Date): Tokens {
  const draw = (): string => randomBytes(48).toString('base64url');
  const infinite = draw();
  const expiries = new Map<string, number>();
  return {
    infinite,
    issue() {
      const token = draw();
      const expiresAt = new Date(now().getTime() + LIFETIME);
      expiries.set(token, expiresAt.getTime());
      return { token, expiresAt };
    },
    admits(authorization) {
      const token = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
      if (token === undefined) return false;
      return token === infinite || now().getTime() < (expiries.get(token) ?? 0);
    },
  };
}
