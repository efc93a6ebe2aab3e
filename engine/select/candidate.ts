/** What is known of a submission besides its business data. */
export type Context = Readonly<Record<string, string>>;

/** A pipeline that does not apply. */
export interface Candidate {
  /** Feature, version and pipeline. */
  readonly name: string;
  /** Fields of the context. */
  readonly misfits: readonly Misfit[];
  /** The field of the business data by which it is not in force, where nothing of the context is against it. */
  readonly day?: { readonly field: string; readonly against: string };
}

export interface Misfit {
  readonly field: string;
  /** Undefined = not given. */
  readonly value: string | undefined;
  readonly wanted: readonly string[];
}
