import type { ActionStep } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import { durationOf } from './duration.ts';
import type { Report } from './report.ts';
import type { StepYaml } from './shapes.ts';

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
