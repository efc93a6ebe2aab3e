import type { Engine, Feature } from '../engine/index.ts';
import type { EnvironmentConfig } from '../platform/environment/index.ts';
import { installedFeatures } from './features.ts';

/** What submissions may be for: what was deployed; on a developer's machine, until something is, what is installed. */
export async function deployedIn(
  config: EnvironmentConfig,
  engine: Engine,
): Promise<() => Promise<readonly Feature[]>> {
  let known: { readonly features: readonly Feature[]; readonly until: number } | undefined;
  const installed = config.name === 'local' ? await installedFeatures(config.features) : [];
  return async () => {
    if (known && performance.now() < known.until) return known.features;
    const deployed = await engine.deployed();
    const features = deployed.length > 0 ? deployed : installed;
    known = { features, until: performance.now() + fresh };
    return features;
  };
}

/** How long a deployment may take to be known here, in milliseconds. */
const fresh = 5_000;
