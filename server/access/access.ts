import { holderOf, type KeyConfig } from './keys.ts';
import { type Principal, scopes } from './principal.ts';
import { type TokenConfig, tokenVerifier } from './tokens.ts';

export interface AccessConfig {
  readonly tokens?: TokenConfig;
  readonly keys?: readonly KeyConfig[];
}

/** Finds out who calls. */
export interface Access {
  /** Whether anybody is asked who he is. Where not, only this machine may be served. */
  readonly configured: boolean;
  /**
   * @param authorization the header of that name: `Bearer <token or key>`
   * @returns undefined when it says nobody we know
   */
  principal(authorization: string | undefined): Promise<Principal | undefined>;
}

export function openAccess(config: AccessConfig | undefined): Access {
  if (config === undefined) return { configured: false, principal: async () => everybody };
  const verify = config.tokens && tokenVerifier(config.tokens);
  return {
    configured: true,
    async principal(authorization) {
      const bearer = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
      if (bearer === undefined) return undefined;
      return holderOf(config.keys ?? [], bearer) ?? verify?.(bearer);
    },
  };
}

/** Whoever sits at this machine. */
const everybody: Principal = { name: 'local', scopes: new Set(scopes), legalEntities: undefined };
