import type { Engine, Feature } from '../engine/index.ts';
import { type EnvironmentConfig, ownFeatures } from '../platform/environment/index.ts';
import { featuresBelow } from './features.ts';

/**
 * What submissions may be for: what was deployed. On a developer's machine, until something is, the features in the folders that the
 * environment names, else those that come with Timbre.
 */
export async function deployedIn(
  config: Pick<EnvironmentConfig, 'name' | 'features'>,
  engine: Pick<Engine, 'deployed'>,
): Promise<() => Promise<readonly Feature[]>> {
  let known: { readonly features: readonly Feature[]; readonly until: number } | undefined;
  let installed: Promise<readonly Feature[]> | undefined;
  // All that come with Timbre take seconds to load. Where one is wrong, its author mends it while this process lives.
  const load = () => {
    if (installed) return installed;
    const begun = featuresBelow(config.features.length > 0 ? config.features : [ownFeatures], config.features);
    begun.catch(() => {
      installed = undefined;
    });
    installed = begun;
    return begun;
  };
  const find = async () => {
    const deployed = await engine.deployed();
    return deployed.length > 0 || config.name !== 'local' ? deployed : load();
  };
  // What is wrong with a feature is told at the start. A store that is away is no reason not to start.
  if (config.name === 'local' && (await engine.deployed().catch(() => undefined))?.length === 0) await load();
  return async () => {
    if (known && performance.now() < known.until) return known.features;
    const features = await find();
    known = { features, until: performance.now() + fresh };
    return features;
  };
}

/** How long a deployment may take to be known here, in milliseconds. */
const fresh = 5_000;
