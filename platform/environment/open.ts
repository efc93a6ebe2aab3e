import { actions } from '../../actions/index.ts';
import {
  compileFeature,
  createEngine,
  type Engine,
  type Feature,
  loadFeature,
  type Ports,
  type Recognised,
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
  const { feature, problems } = await load(folder, roots, only);
  if (!feature) throw new TimbreError(problems);
  return feature;
}

/** A feature of which nothing is compiled: what its pipelines recognise. */
export interface Reader {
  readonly id: string;
  readonly folder: string;
  readonly pipelines: Readonly<Record<string, { readonly recognises: readonly Recognised[] }>>;
}

/** A tenth of the time that `openFeature` takes: who looks for the reader of a document among many compiles those that it finds. */
export async function openReader(folder: string, roots: readonly string[] = []): Promise<Reader> {
  const { feature, recognises = {}, problems } = await load(folder, roots, []);
  if (!feature) throw new TimbreError(problems);
  const pipelines = Object.entries(recognises).map(([name, each]) => [name, { recognises: each }] as const);
  return { id: feature.id, folder, pipelines: Object.fromEntries(pipelines) };
}

const load = (folder: string, roots: readonly string[], only: readonly string[] | undefined) =>
  loadFeature(folder, { actions, find: async (name, from) => findBases(name, from, roots), only });
