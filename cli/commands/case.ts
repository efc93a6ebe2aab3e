import { fail } from '../../engine/index.ts';
import { findFeature, openEnvironment } from '../../platform/environment/index.ts';
import { chainOf, makeCase, readRecording } from '../case-from-run/index.ts';
import { exit } from '../exit.ts';
import { fromHere, openFeatureHere } from '../features.ts';
import { problemJson } from '../print/json.ts';
import { say, tellProblems } from '../print/people.ts';
import { configOf, type RunOptions } from './run.ts';

export interface CaseOptions extends Pick<RunOptions, 'environment' | 'json'> {
  readonly name?: string;
  /** The folder of the feature, or its name, where it is not the one that the run names. */
  readonly feature?: string;
}

/** `timbre case RUN`: a case of the feature, made from a recorded run, that names nobody. */
export async function caseFrom(run: string, options: CaseOptions): Promise<number> {
  if (options.name !== undefined && !/^[a-z0-9][a-z0-9-]*$/.test(options.name))
    fail('USAGE', `"${options.name}" cannot be the name of a case.`, { hint: 'A name is like foreign-currency.' });
  const config = configOf(options);
  const environment = openEnvironment(config);
  try {
    const recording = await readRecording(environment.engine, run);
    const { submission, report } = recording;
    const { folder } = findFeature(options.feature ?? submission.feature.id, config.features);
    const pipelines = chainOf(recording).map((each) => each.submission.pipeline);
    const feature = await openFeatureHere(folder, config.features, pipelines);
    const name = options.name ?? `${submission.pipeline}-${report.outcome ?? report.state}`;
    if (!feature.pipelines[submission.pipeline])
      fail('USAGE', `${feature.id} in ${fromHere(folder)} has no pipeline ${submission.pipeline}.`);
    const cache = config.artefacts.folder;
    const { artefacts } = environment.ports;
    const { written, warnings } = await makeCase(recording, { feature, featureFolder: folder, name, cache, artefacts });
    const answer = {
      case: name,
      feature: feature.id,
      files: written.map(fromHere),
      problems: warnings.map(problemJson),
    };
    if (options.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
    else tell(written, warnings, `${submission.feature.id}/${name}`);
    return exit.accepted;
  } finally {
    await environment.close();
  }
}

function tell(written: readonly string[], warnings: Parameters<typeof tellProblems>[0], name: string): void {
  for (const path of written) say(`wrote ${fromHere(path)}`);
  if (warnings.length > 0) say();
  tellProblems(warnings);
  say(`\nRead input.json before you give it to anybody, then timbre test ${name}.`);
}
