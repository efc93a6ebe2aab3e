import { type Engine, type RunReport, TimbreError } from '../../engine/index.ts';
import { openEnvironment } from '../../platform/environment/index.ts';
import { tellProgress } from '../print/people.ts';
import { configOf, finish, patienceOf, type RunOptions } from './run.ts';

export type ResumeOptions = Pick<RunOptions, 'environment' | 'out' | 'wait' | 'json'>;

/** `timbre resume RUN`: goes on with a run that was stopped, parked or held. */
export async function resume(id: string, options: ResumeOptions): Promise<number> {
  const patience = await patienceOf(options);
  const environment = openEnvironment(configOf(options), options.json ? {} : { observe: tellProgress });
  try {
    return await finish(environment, id, () => goOn(environment.engine, id, patience), options);
  } finally {
    await environment.close();
  }
}

/** A run that is finished, perhaps a moment ago by another process, is answered with how it ended. */
async function goOn(engine: Engine, id: string, patience: number): Promise<RunReport> {
  try {
    return await engine.resume(id, { patience });
  } catch (error) {
    if (!(error instanceof TimbreError) || error.code !== 'RUN_FINISHED') throw error;
    const report = await engine.read(id);
    const nothingDone = error.problems.map((each) => ({ ...each, severity: 'warning' as const }));
    return { ...report, problems: [...nothingDone, ...report.problems] };
  }
}

/** `timbre replay RUN [--from STEP]`: a new run, linked to a finished one, that does everything from a step on anew. */
export async function replay(original: string, options: ResumeOptions & { readonly from?: string }): Promise<number> {
  const patience = await patienceOf(options);
  const environment = openEnvironment(configOf(options), options.json ? {} : { observe: tellProgress });
  try {
    const id = await environment.engine.replay(original, options.from);
    return await finish(environment, id, () => environment.engine.advance(id, { patience }), options);
  } finally {
    await environment.close();
  }
}
