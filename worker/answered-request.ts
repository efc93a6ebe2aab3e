/** A request that was answered. */
export interface AnsweredRequest {
  readonly method: string;
  /** As it was declared, `/submissions/:id`: an address itself may name anything. */
  readonly route: string;
  readonly status: number;
  /** Milliseconds. */
  readonly took: number;
  readonly caller?: string;
  readonly run?: string;
  /** The `traceparent` that came with it. */
  readonly trace?: string;
  /** What went wrong. */
  readonly thrown?: unknown;
}
