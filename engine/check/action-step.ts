import type { Action, ValueSchema } from '../action.ts';
import type { ActionStep } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { type Known, opaque, replySchema } from './known.ts';
import { loadingFor } from './loading.ts';
import { compileOutcomes } from './outcomes.ts';
import { compileRecover } from './recover.ts';
import { type CompiledStep, compileData, compileWhen, type StepAt } from './steps.ts';
import { compilePace, compilePoll, compileRetry } from './timing.ts';
import { compile } from './validators.ts';
import { wire } from './wiring.ts';

/** One use of an action: its parameters, its documents, and for an external one how it is made safe. */
export function compileActionStep(one: StepAt, action: Action): CompiledStep {
  const { context, yaml, at, names, before, compiling } = one;
  const { parts } = context;
  const wired = { uses: yaml.uses, ports: action.in, given: yaml.in, before };
  const wiring = wire(wired, at, names);
  const place = below(at, 'with');
  const parameters = yaml.with ?? Object.create(null);
  const valid = parts.report.schema(compile(action.with), parameters, place);
  const prepared = valid
    ? prepare(action, parameters, loadingFor(parts, compiling, wiring.mediaTypes), place)
    : undefined;
  const leaves = valid ? leavesOf(yaml.id, action, parameters, prepared) : opaque(yaml.id);
  const step: ActionStep = {
    kind: 'action',
    id: yaml.id,
    at,
    in: wiring.in,
    ...compileWhen(one),
    ...compileData(one),
    action,
    prepared,
    repeatSafe: yaml.repeat === 'safe',
    ...talking(one, action, leaves),
  };
  return { step, leaves };
}

/** The engine passes parameters through unseen; that their schema held is what makes them the action's own type. */
function prepare(action: Action, parameters: unknown, ...rest: [Parameters<Action['prepare']>[1], Position]): unknown {
  return action.prepare(parameters as never, ...rest);
}

function leavesOf(id: string, action: Action, parameters: unknown, prepared: unknown): Known {
  const outputs = action.outputs?.(parameters as never, prepared) ?? {};
  const documents: Record<string, string | undefined> = {};
  for (const [name, { mediaTypes }] of Object.entries(action.out)) {
    documents[name] = mediaTypes?.length === 1 ? mediaTypes[0] : undefined;
  }
  const values: Readonly<Record<string, ValueSchema>> = { ...action.values, ...outputs.values };
  return { id, documents: { ...documents, ...outputs.documents }, values };
}

/** What only a step that talks to the world can say. */
function talking(one: StepAt, action: Action, leaves: Known): Partial<ActionStep> {
  const { context, yaml, at, compiling } = one;
  const { report } = context.parts;
  if (action.effect !== 'external') {
    for (const key of ['outcomes', 'recover', 'retry', 'poll', 'pace', 'repeat'] as const) {
      // A vault may not answer either; what is pure goes wrong the same way each time.
      if (yaml[key] === undefined || (key === 'retry' && action.effect !== 'pure')) continue;
      const message = `${yaml.uses} does not talk to the world: ${key} means nothing here.`;
      report.at('STEP_KEY_UNFIT', message, below(at, key), { part: 'key', hint: `Remove ${key}.` });
    }
    return compileRetry(yaml.retry);
  }
  if (yaml.repeat !== 'safe' && yaml.recover === undefined && !context.asking) {
    const message = `The step ${yaml.id} sends something, and nothing says what happens when no answer comes back.`;
    report.at('STEP_UNSAFE', message, at);
  }
  if (yaml.repeat === 'safe' && yaml.recover !== undefined) {
    const message = 'A step that may be repeated at will has nothing to recover.';
    report.at('STEP_KEY_UNFIT', message, below(at, 'recover'), { part: 'key', hint: 'Keep one of the two.' });
  }
  const reply = { ...compiling, scope: { ...compiling.scope, reply: replySchema(leaves) } };
  return {
    ...compileRetry(yaml.retry),
    ...compileOutcomes(context.parts, yaml.outcomes, below(at, 'outcomes'), reply, leaves),
    ...compileRecover(one, action, leaves),
    ...compilePoll(report, yaml.poll, below(at, 'poll'), reply),
    ...paceOf(one),
  };
}

function paceOf({ context, yaml }: StepAt): Pick<ActionStep, 'pace'> {
  const connector = context.connector?.yaml;
  const own = connector ? `${connector.connector}/${yaml.id}` : yaml.id;
  return yaml.pace ? compilePace(yaml.pace, own) : compilePace(connector?.pace, connector?.connector ?? '');
}
