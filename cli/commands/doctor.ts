import { featureFolders, findFeature, openEnvironment, ownFeatures } from '../../platform/environment/index.ts';
import { examine, type Finding } from '../doctor/index.ts';
import { exit } from '../exit.ts';
import { openFeatureHere } from '../features.ts';
import { tellFinding } from '../print/findings.ts';
import { say } from '../print/people.ts';
import { configOf, type RunOptions } from './run.ts';

/** `timbre doctor [FEATURE]`: whether an environment has what features need; 1 when something is a problem. */
export async function doctor(name: string | undefined, options: Pick<RunOptions, 'environment' | 'json'>) {
  const config = configOf(options);
  const folders =
    name === undefined
      ? [...config.features, ownFeatures].flatMap((root) => featureFolders(root))
      : [findFeature(name, config.features).folder];
  const features = await Promise.all(folders.map((folder) => openFeatureHere(folder, config.features)));
  const environment = openEnvironment(config);
  try {
    const findings = await examine(features, environment);
    const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
    const [problems, warnings] = [count('problem'), count('warning')];
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ environment: config.name, problems, warnings, findings })}\n`);
    } else {
      for (const finding of findings) tellFinding(finding);
      say(
        `${problems} ${problems === 1 ? 'problem' : 'problems'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
      );
    }
    return problems === 0 ? exit.accepted : exit.failed;
  } finally {
    await environment.close();
  }
}
