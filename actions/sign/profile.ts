import type { Loading, SecretContext, StepOutput } from '../../engine/action.ts';
import type { Position } from '../../engine/source.ts';

/** One way of signing, named after its specification. */
export interface SigningProfile<W> {
  readonly summary: string;
  /** JSON Schema of the members of `with` besides `profile`. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
  prepare(parameters: W, loading: Loading, at: Position): PreparedSigning | undefined;
}

export interface PreparedSigning {
  run(context: SecretContext): Promise<StepOutput>;
}
