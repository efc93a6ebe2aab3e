import { openEnvironment } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { inStore } from '../print/documents.ts';
import { reportJson } from '../print/json.ts';
import { tellReport } from '../print/people.ts';
import { configOf, type RunOptions } from './run.ts';

/** `timbre cancel RUN`: gives up a run that has nothing out at the authority; its document may be submitted anew. */
export async function cancel(id: string, options: Pick<RunOptions, 'environment' | 'json'>): Promise<number> {
  const environment = openEnvironment(configOf(options));
  try {
    const report = await environment.engine.cancel(id);
    const pathOf = inStore(environment.config);
    if (options.json) process.stdout.write(`${JSON.stringify(reportJson(report, pathOf))}\n`);
    else tellReport(report, pathOf);
    return exit.accepted;
  } finally {
    await environment.close();
  }
}
