import { type Problem, TimbreError } from '../engine/errors.ts';

/** A run that is recorded and could not be taken on: the problems are the world's, and it goes on with `timbre resume`. */
export class StoppedRun extends TimbreError {
  readonly run: string;

  constructor(run: string, problems: readonly Problem[]) {
    super(problems);
    this.run = run;
  }
}
