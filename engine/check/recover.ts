import type { Action } from '../action.ts';
import { nearHint } from '../expression/index.ts';
import type { CompiledExpression } from '../expression.ts';
import type { ActionStep, DocumentReference, Step } from '../feature.ts';
import { isObject } from '../json.ts';
import { below, type Position } from '../source.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import { durationOf } from './duration.ts';
import { type Known, stepsSchema } from './known.ts';
import { mediaTypeFits, resolveDocument } from './references.ts';
import type { RecoverYaml } from './shapes.ts';
import { compileSteps, type StepAt } from './steps.ts';

/** How the authority is asked; its expressions see the steps of `ask` too. */
export function compileRecover(one: StepAt, action: Action, leaves: Known): Pick<ActionStep, 'recover'> {
  const { context, yaml, names } = one;
  const { report } = context.parts;
  const recover = yaml.recover;
  const at = below(one.at, 'recover');
  if (!recover || report.isBroken(at, false)) return {};
  const asks = { ...context, firstInput: undefined, asking: true } as const;
  const asking = compileSteps(recover.ask, below(at, 'ask'), asks, names.earlier);
  for (const step of asking.steps) refuseChanges(one, step);
  checkSettle(one, recover, action, at);
  const scope = { ...one.compiling.scope, steps: stepsSchema(asking.known) };
  const compiling: Compiling = { ...one.compiling, scope };
  const proof = (key: 'found' | 'absent' | 'same') =>
    recover[key] === undefined ? undefined : compileValue(report, recover[key], below(at, key), compiling, 'bool');
  const [found, absent, same] = [proof('found'), proof('absent'), proof('same')];
  const documents = foundDocuments(one, recover, at, asking.known, leaves);
  const values = foundValues(one, recover, at, compiling, leaves);
  if (!found) return {};
  return {
    recover: {
      ask: asking.steps,
      found,
      ...(absent ? { absent } : {}),
      ...(same ? { same } : {}),
      documents,
      values,
      ...times(recover),
      attempts: recover.attempts ?? 5,
    },
  };
}

/** Defaults as schemas/steps.base.json states them. */
const times = ({ settle = '60s', startWithin = '5s', every = '5s' }: RecoverYaml) => ({
  settle: durationOf(settle) ?? 0,
  startWithin: durationOf(startWithin) ?? 0,
  every: durationOf(every) ?? 0,
});

function foundDocuments(
  { context, names }: StepAt,
  recover: RecoverYaml,
  at: Position,
  known: readonly Known[],
  leaves: Known,
) {
  const { report } = context.parts;
  const documents: Record<string, DocumentReference> = {};
  for (const [name, text] of Object.entries(recover.documents ?? {})) {
    const place = below(at, 'documents', name);
    if (!leaves.opaque && !Object.hasOwn(leaves.documents, name)) {
      const hint = nearHint(name, Object.keys(leaves.documents));
      report.at('REFERENCE_UNKNOWN', `The step itself leaves no document ${name}.`, place, { hint, part: 'key' });
    }
    const resolved = resolveDocument(text, place, { ...names, earlier: known, later: [] });
    if (!resolved) continue;
    documents[name] = resolved.reference;
    const own = leaves.documents[name];
    if (own !== undefined && !mediaTypeFits(resolved.mediaType, [own])) {
      const message = `The step leaves ${own} as ${name}, but what is found is ${resolved.mediaType}.`;
      report.at('MEDIA_TYPE', message, place);
    }
  }
  return documents;
}

function foundValues({ context }: StepAt, recover: RecoverYaml, at: Position, compiling: Compiling, leaves: Known) {
  const { report } = context.parts;
  const values: Record<string, CompiledExpression> = {};
  for (const [name, written] of Object.entries(recover.values ?? {})) {
    const place = below(at, 'values', name);
    if (!leaves.opaque && !Object.hasOwn(leaves.values, name)) {
      const hint = nearHint(name, Object.keys(leaves.values));
      report.at('REFERENCE_UNKNOWN', `The step itself leaves no value ${name}.`, place, { hint, part: 'key' });
    }
    const value = compileValue(report, written, place, compiling);
    if (value) values[name] = value;
  }
  return values;
}

function refuseChanges(one: StepAt, step: Step): void {
  const { report } = one.context.parts;
  const culprit = whatChanges(step);
  if (!culprit) return;
  const message = `The step ${culprit.id} is used to ask, but it is neither pure nor \`repeat: safe\`.`;
  report.at('RECOVER_UNSAFE', message, step.at);
}

function whatChanges(step: Step): Step | undefined {
  if (step.kind === 'action') return step.action.effect === 'pure' || step.repeatSafe ? undefined : step;
  for (const operation of Object.values(step.operations)) {
    for (const each of operation.steps) {
      const culprit = whatChanges(each);
      if (culprit) return culprit;
    }
  }
  return undefined;
}

/** An absence is believed only when the request can no longer be under way (DESIGN.md, "A feature"). */
function checkSettle({ context, yaml }: StepAt, recover: RecoverYaml, action: Action, at: Position): void {
  const { report } = context.parts;
  const { settle, startWithin } = times(recover);
  const { properties } = action.with;
  const declared = isObject(properties) ? properties.timeout : undefined;
  const usual = isObject(declared) ? declared.default : undefined;
  const timeout = durationOf(yaml.with?.timeout ?? usual) ?? 0;
  if (settle > startWithin + timeout) return;
  const message = `settle is ${settle / 1000}s, but a request may be under way for ${(startWithin + timeout) / 1000}s.`;
  report.at('SETTLE_TOO_SHORT', message, below(at, 'settle'));
}
