import type { ActionStep, ConnectorStep, Step } from '../feature.ts';

export interface Beginning {
  /** All that come before the first that talks to the world. */
  readonly steps: readonly Step[];
  /** The full name of that one; undefined when there is none. */
  readonly upTo?: string;
}

/** The steps of a pipeline up to, and never including, the first external one, be it deep inside a connector. */
export function beforeExternal(
  steps: readonly Step[],
  settings: Readonly<Record<string, unknown>>,
  prefix = '',
): Beginning {
  for (const [at, step] of steps.entries()) {
    const name = prefix + step.id;
    if (step.kind === 'action' && step.action.effect === 'external') return { steps: steps.slice(0, at), upTo: name };
    if (step.kind !== 'connector') continue;
    const chosen = String(settings[step.setting] ?? '');
    const operation = Object.hasOwn(step.operations, chosen) ? step.operations[chosen] : undefined;
    const inner = operation && beforeExternal(operation.steps, settings, `${name}/`);
    if (!operation || inner?.upTo === undefined) continue;
    // What the operation would give away comes of what it does not do here.
    const out = { documents: {}, values: {} };
    const cut: ConnectorStep = { ...step, operations: { [chosen]: { ...operation, steps: inner.steps, out } } };
    return { steps: [...steps.slice(0, at), cut], upTo: inner.upTo };
  }
  return { steps };
}

/** By full name, the steps of a list that change something of their own: the numbers that they give out are a run's, once. */
export function stateSteps(
  steps: readonly Step[],
  settings: Readonly<Record<string, unknown>>,
  prefix = '',
): readonly string[] {
  return steps.flatMap((step) => {
    if (step.kind === 'action') return isState(step) ? [prefix + step.id] : [];
    const operation = step.operations[String(settings[step.setting] ?? '')];
    return operation ? stateSteps(operation.steps, settings, `${prefix}${step.id}/`) : [];
  });
}

const isState = ({ action }: ActionStep): boolean => action.effect === 'state';
