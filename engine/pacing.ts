/** How fast an authority is talked to, as a feature declares it. */
export interface Pace {
  /** Steps of the same name share it: those of a connector, or one step alone. */
  readonly name: string;
  /** Requests in a period of so many milliseconds. */
  readonly rate?: { readonly count: number; readonly period: number };
  /** Requests under way at the same time. */
  readonly concurrency?: number;
  /** Whose requests are counted together: everybody's, or those for one legal entity. */
  readonly per: 'authority' | 'legalEntity';
}

export interface PacedRequest {
  /** The host that is talked to. */
  readonly authority: string;
  /** Waiting requests of different legal entities take turns. */
  readonly legalEntity: string;
  readonly pace?: Pace;
  /** It was told to wait before, and its time has come. */
  readonly waited: boolean;
}

/**
 * Why a request must wait: too many in the period, too many under way, the authority asked for it (Retry-After), it does not
 * answer (the breaker is open), or what the workers share about it is away.
 */
export type WaitReason = 'rate' | 'concurrency' | 'retry-after' | 'breaker' | 'pacing-away';

/** `done` is told how it went; nothing, where nothing was sent. It never rejects. */
export type Permission =
  | { readonly kind: 'go'; done(how?: Exchanged): Promise<void> }
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly reason: WaitReason };

/** How a request went, as far as the next ones must know. */
export interface Exchanged {
  /** The authority said something of the request; false when it was away, overloaded or said nothing. */
  readonly answered: boolean;
  readonly status?: number;
  /** Milliseconds (Retry-After). */
  readonly retryAfter?: number;
}

/** Keeps what is sent to each authority within what it can take, over all runs of an environment. */
export interface Pacing {
  /** Leave to send one request now, or how long to stay away. Never rejects. */
  enter(request: PacedRequest): Promise<Permission>;
  /** The authorities that were talked to here, and whether requests to them must wait. */
  look(): Promise<readonly { readonly authority: string; readonly closed: boolean }[]>;
}
