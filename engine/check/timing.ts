import type { ActionStep } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import { durationOf } from './duration.ts';
import type { Report } from './report.ts';
import type { PaceYaml, StepYaml } from './shapes.ts';

/** Defaults as schemas/steps.base.json states them. */
export function compileRetry(yaml: StepYaml['retry']): Pick<ActionStep, 'retry'> {
  if (!yaml) return {};
  return {
    retry: {
      attempts: yaml.attempts ?? 3,
      first: durationOf(yaml.first ?? '1s') ?? 0,
      factor: yaml.factor ?? 2,
      longest: durationOf(yaml.longest ?? '30s') ?? 0,
    },
  };
}

/** A step's own pace, or that of its connector, which all of the connector's steps share. */
export function compilePace(yaml: PaceYaml | undefined, name: string): Pick<ActionStep, 'pace'> {
  if (!yaml) return {};
  const { rate, concurrency, per = 'authority' } = yaml;
  const [, count = '', unit = ''] = /^(\d+)\/(s|min|h|d)$/.exec(rate ?? '') ?? [];
  const period = periods[unit];
  return {
    pace: {
      name,
      per,
      ...(period === undefined ? {} : { rate: { count: Number(count), period } }),
      ...(concurrency === undefined ? {} : { concurrency }),
    },
  };
}

const periods: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

export function compilePoll(
  report: Report,
  yaml: StepYaml['poll'],
  at: Position,
  compiling: Compiling,
): Pick<ActionStep, 'poll'> {
  if (!yaml || report.isBroken(at)) return {};
  const until = compileValue(report, yaml.until, below(at, 'until'), compiling, 'bool');
  const every = durationOf(yaml.every) ?? 0;
  const deadline = durationOf(yaml.deadline) ?? 0;
  return until ? { poll: { until, every, deadline } } : {};
}
