import { type Engine, HttpFailure, type Ports, type RunReport, type Selected } from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import { type EnvironmentConfig, openEnvironment } from '../../platform/environment/index.ts';
import { memoryStore } from '../../platform/store/index.ts';

/** A world that keeps nothing and reaches nobody: what is done in it was never done. */
export const openQuietWorld = (config: EnvironmentConfig) =>
  openEnvironment(config, { store: memoryStore(), http: noNetwork });

const noNetwork: Ports['http'] = {
  send: async () => {
    throw new HttpFailure('host-not-allowed', false, 'a conversion sends nothing');
  },
};

export interface Taken {
  readonly report: RunReport;
  /** A document of the result, or undefined. */
  readonly result: (name: string) => Promise<Uint8Array | undefined>;
}

/** Takes business data through a pipeline, as far as it gets alone. */
export async function take(engine: Engine, selected: Selected, data: Uint8Array): Promise<Taken> {
  const report = await engine.advance(await engine.submit({ ...selected, data }));
  return {
    report,
    result: async (name) => {
      const kept = report.result?.documents[name];
      return kept && engine.document(kept.path);
    },
  };
}

/** The business data as the engine reads it: numbers without loss. */
export const parsed = (bytes: Uint8Array, name: string): unknown => readJson(bytes, {}, name).data;
