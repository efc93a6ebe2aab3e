/** What a caller may do: hand over documents; read what became of them; resume, replay, cancel and resolve. */
export const scopes = ['submit', 'read', 'operate'] as const;
export type Scope = (typeof scopes)[number];

/** Who calls. */
export interface Principal {
  /** For the log: the client's id, or the key's name. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** The legal entities whose documents the caller may touch; undefined where it may touch all. */
  readonly legalEntities: ReadonlySet<string> | undefined;
}

export const allows = (principal: Principal, scope: Scope): boolean => principal.scopes.has(scope);

/** A run without a legal entity is nobody's but of those who may touch all. */
export function mayUse({ legalEntities }: Principal, legalEntity: string | undefined): boolean {
  if (legalEntities === undefined) return true;
  return legalEntity !== undefined && legalEntities.has(legalEntity);
}

export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);
