import { extname } from 'node:path';
import type { Feature } from '../../engine/index.ts';
import type { Happened } from '../cases/compare.ts';
import type { Expected } from '../cases/read.ts';

/** What a case is to expect: all that came out the same in two replays. Of a value that did not, that there is one. */
export function expectedOf(feature: Feature, one: Happened, other: Happened): Expected {
  const { state, outcome, says, problems, values } = one.report;
  const documents = documentsOf(feature, one, other);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const same = Object.entries(values).map(([name, value]) => {
    const stays = JSON.stringify(value) === JSON.stringify(other.report.values[name]);
    return [name, stays && !isPattern(value) ? value : '/./'] as const;
  });
  return {
    state,
    ...(outcome === null ? {} : { outcome }),
    ...(says === undefined ? {} : { says }),
    ...(same.length === 0 ? {} : { values: Object.fromEntries(same) }),
    ...(errors.length === 0
      ? {}
      : { problems: errors.map(({ code, path }) => ({ code, ...(path === undefined ? {} : { path }) })) }),
    ...(Object.keys(documents).length === 0 ? {} : { documents }),
    ...(one.requests === other.requests ? { requests: one.requests } : {}),
  };
}

const isPattern = (value: unknown): boolean => typeof value === 'string' && /^\/.*\/$/s.test(value);

/** The documents of the pipeline's own pure steps that are the same both times. */
function documentsOf(feature: Feature, one: Happened, other: Happened): Record<string, string> {
  const steps = feature.pipelines[one.report.pipeline]?.steps ?? [];
  const pure = new Set(
    steps.flatMap((step) => (step.kind === 'action' && step.action.effect === 'pure' ? [step.id] : [])),
  );
  const found: Record<string, string> = {};
  for (const { step, name, fileName } of one.report.documents) {
    const called = name === 'document' ? step : `${step}.${name}`;
    const [mine, others] = [one.document(called), other.document(called)];
    if (!pure.has(step) || !mine || !others || !Buffer.from(mine).equals(others)) continue;
    found[called] = `expected/${called}${extname(fileName)}`;
  }
  return found;
}
