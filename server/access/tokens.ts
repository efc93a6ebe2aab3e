import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { isScope, type Principal } from './principal.ts';

/** Whose access tokens are taken (RFC 9068: JWT access tokens of OAuth 2.0). */
export interface TokenConfig {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer's public keys are. */
  readonly jwks: string;
  /** The claim that lists the caller's legal entities; without it a token is for all of them. */
  readonly legalEntities?: string;
}

export type Verify = (token: string) => Promise<Principal | undefined>;

/** No key that both sides know, and never `none`. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * Verifies signature, issuer, audience and times of a token; undefined when one of them does not hold.
 * Rejects when the issuer's keys cannot be fetched: that is nobody's fault who calls.
 */
export function tokenVerifier({ issuer, audience, jwks, legalEntities }: TokenConfig): Verify {
  const keys = createRemoteJWKSet(new URL(jwks), { timeoutDuration: 5_000 });
  return async (token) => {
    try {
      const required = ['exp', 'sub'];
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        requiredClaims: legalEntities === undefined ? required : [...required, legalEntities],
        clockTolerance: 30,
      });
      return principalOf(payload, legalEntities);
    } catch (thrown) {
      if (isOurs(thrown)) return undefined;
      throw thrown;
    }
  };
}

/** What is wrong is in the token, not in the way to the issuer's keys. */
const isOurs = (thrown: unknown): boolean =>
  thrown instanceof errors.JOSEError && !(thrown instanceof errors.JWKSTimeout) && thrown.code !== 'ERR_JOSE_GENERIC';

/** Scopes stand in `scope` (RFC 8693, 4.2), or where Entra ID puts them: `scp` for a person, `roles` for an application. */
function principalOf(payload: JWTPayload, entities: string | undefined): Principal {
  const given = [payload.scope, payload.scp, payload.roles].flatMap(listOf);
  const client = payload.azp ?? payload.appid ?? payload.client_id ?? payload.sub;
  return {
    name: String(client),
    scopes: new Set(given.filter(isScope)),
    legalEntities: entities === undefined ? undefined : new Set(listOf(payload[entities])),
  };
}

function listOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ').filter((word) => word !== '');
  return Array.isArray(claim) ? claim.filter((each) => typeof each === 'string') : [];
}
