import type { Loading, SecretContext, StepOutput } from '../../engine/action.ts';
import type { Position } from '../../engine/source.ts';
import type { ProfileShape } from '../lib/profile/index.ts';

/** One way of signing, named after its specification. */
export interface SigningProfile<W> extends ProfileShape {
  prepare(parameters: W, loading: Loading, at: Position): PreparedSigning | undefined;
}

export interface PreparedSigning {
  run(context: SecretContext): Promise<StepOutput>;
}
