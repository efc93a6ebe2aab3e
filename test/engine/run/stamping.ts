import { createEngine } from '../../../engine/engine.ts';
import {
  Authority,
  type AuthorityKind,
  type Fault,
  type FeatureOptions,
  invoice,
  testClock,
  testFeature,
  testPorts,
} from './world.ts';

/** Milliseconds, of a clock that only moves when somebody sleeps. */
export const patience = 600_000;

/** An engine over the feature that stamps, and the authority that it sends to. */
export function world(faults: Fault[] = [], kind: AuthorityKind = 'detects-duplicates', options: FeatureOptions = {}) {
  const clock = testClock();
  const authority = new Authority(kind, () => clock.now().getTime(), faults);
  const feature = testFeature(options);
  const ports = testPorts(feature, authority, clock);
  const engine = createEngine(ports);
  const pipeline = feature.pipelines.issue;
  const submit = (number = 'A-1') => engine.submit({ feature, pipeline, context: {}, data: invoice(number) });
  const run = async (number?: string) => engine.advance(await submit(number), { patience });
  return { clock, authority, feature, ports, engine, submit, run };
}
