/** A bearer token and how long it is good, in milliseconds from now. */
export interface IssuedToken {
  readonly token: string;
  readonly lifetime: number;
}

export interface TokenCache {
  /**
   * The token behind a key: kept, or asked for by `issue`; whoever comes while it is being asked for waits for that answer.
   * A failure that was only the first one's own (`isOwn`) sends the others to ask themselves.
   */
  get(key: string, issue: () => Promise<IssuedToken>, isOwn: (error: unknown) => boolean): Promise<string>;
  /** Forgets the token behind a key, if it is still this one: a later one may be good. */
  drop(key: string, token: string): void;
}

/** Renewed this long before the end, or at nine tenths of a short life. */
const MARGIN = 60_000;
const MOST_TOKENS = 1_000;

/** `now` are milliseconds that only grow. */
export function createTokenCache(now: () => number = () => performance.now()): TokenCache {
  const kept = new Map<string, { readonly token: string; readonly until: number }>();
  const asked = new Map<string, Promise<IssuedToken>>();

  const ask = async (key: string, issue: () => Promise<IssuedToken>): Promise<string> => {
    const answer = issue();
    asked.set(key, answer);
    try {
      const { token, lifetime } = await answer;
      kept.delete(key);
      kept.set(key, { token, until: now() + Math.max(lifetime - MARGIN, lifetime * 0.9) });
      const [oldest] = kept.keys();
      if (kept.size > MOST_TOKENS && oldest !== undefined) kept.delete(oldest);
      return token;
    } finally {
      asked.delete(key);
    }
  };

  return {
    async get(key, issue, isOwn) {
      for (;;) {
        const good = kept.get(key);
        if (good !== undefined && good.until > now()) return good.token;
        const under = asked.get(key);
        if (under === undefined) return ask(key, issue);
        try {
          return (await under).token;
        } catch (error) {
          if (!isOwn(error)) throw error;
        }
      }
    },
    drop(key, token) {
      if (kept.get(key)?.token === token) kept.delete(key);
    },
  };
}
