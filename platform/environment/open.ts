import { actions } from '../../actions/index.ts';
import {
  compileFeature,
  createEngine,
  type Engine,
  type Feature,
  loadFeature,
  type Ports,
  TimbreError,
} from '../../engine/index.ts';
import { openArtefacts } from '../artefacts/index.ts';
import { compiledFolder } from '../cache/index.ts';
import { systemChance, systemClock } from '../clock.ts';
import { createHttp } from '../http/index.ts';
import { localGates, openPacing } from '../pacing/index.ts';
import { announcing } from '../webhooks/index.ts';
import type { EnvironmentConfig } from './config.ts';
import { entitiesOf } from './entities.ts';
import { findBases } from './features.ts';
import { openOutside } from './outside.ts';

/** The engine in its world, as one environment file describes it. */
export interface Environment {
  readonly config: EnvironmentConfig;
  readonly ports: Ports;
  readonly engine: Engine;
  close(): Promise<void>;
}

/** Opens the composition root; `replace` puts other ports in place, for a sandbox, a case or a test. */
export function openEnvironment(config: EnvironmentConfig, replace: Partial<Ports> = {}): Environment {
  const http = createHttp({ allowedHosts: config.allowedHosts });
  const ports: Ports = {
    ...openOutside(config),
    http,
    clock: systemClock,
    chance: systemChance,
    artefacts: openArtefacts(config.artefacts.folder, compiledFolder()),
    environment: entitiesOf(config),
    compile(files) {
      const { feature, problems } = compileFeature(files, { actions });
      if (!feature) throw new TimbreError(problems);
      return feature;
    },
    pacing: openPacing(localGates(replace.clock ?? systemClock)),
    ...(config.webhooks && { announce: (...change) => announcing(ports.store, ports.clock)(...change) }),
    ...replace,
  };
  const engine = createEngine(ports);
  return {
    config,
    ports,
    engine,
    async close() {
      await engine.settled();
      await http.close();
    },
  };
}

/**
 * Loads a feature from its folder; throws every problem if one of them is an error. What an overlay extends is looked for
 * among `roots`, folders of features, too. With `only` it can run these pipelines and no other.
 */
export async function openFeature(
  folder: string,
  roots: readonly string[] = [],
  only?: readonly string[],
): Promise<Feature> {
  const find = async (name: string, from: string) => findBases(name, from, roots);
  const { feature, problems } = await loadFeature(folder, { actions, find, only });
  if (!feature) throw new TimbreError(problems);
  return feature;
}
