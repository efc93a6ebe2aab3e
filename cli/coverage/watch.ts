import type { CompiledExpression } from '../../engine/expression.ts';
import type { Action, ExternalContext, Loading, PureContext, SecretContext, StateContext } from '../../engine/index.ts';
import { below, type Position } from '../../engine/source.ts';
import type { Points } from './measure.ts';

export const keyOf = ({ file, path }: Position): string => `${file.path} ${JSON.stringify(path)}`;

/** What an action prepared, and for which step. */
class Prepared {
  readonly inner: unknown;
  readonly step: Position;

  constructor(inner: unknown, step: Position) {
    this.inner = inner;
    this.step = step;
  }
}

/** The action as it is, telling which step it is done for. */
export function watchedAction(action: Action, points: Points): Action {
  const prepare = (parameters: never, loading: Loading, at: Position): Prepared | undefined => {
    const inner = action.prepare(parameters, watchedLoading(loading, points), at);
    return inner === undefined ? undefined : new Prepared(inner, { file: at.file, path: at.path.slice(0, -1) });
  };
  const outputs = (parameters: never, prepared: unknown) => action.outputs?.(parameters, innerOf(prepared)) ?? {};
  const open = (prepared: unknown): unknown => {
    if (prepared instanceof Prepared) points.did(prepared.step, action.effect === 'external');
    return innerOf(prepared);
  };
  const watched = { prepare, outputs };
  switch (action.effect) {
    case 'pure':
      return {
        ...action,
        ...watched,
        run: (context: PureContext, prepared: unknown) => action.run(context, open(prepared)),
      };
    case 'secret':
      return {
        ...action,
        ...watched,
        run: (context: SecretContext, prepared: unknown) => action.run(context, open(prepared)),
      };
    case 'state':
      return {
        ...action,
        ...watched,
        run: (context: StateContext, prepared: unknown) => action.run(context, open(prepared)),
      };
    case 'external':
      return {
        ...action,
        ...watched,
        exchange: (context: ExternalContext, prepared: unknown) => action.exchange(context, open(prepared)),
      };
  }
}

const innerOf = (prepared: unknown): unknown => (prepared instanceof Prepared ? prepared.inner : prepared);

function watchedLoading(loading: Loading, points: Points): Loading {
  return {
    ...loading,
    watch(at) {
      const exercise = points.declare('mapping', at.path.filter((each) => typeof each === 'string').join(' '), at);
      const isCondition = at.path.at(-1) === '$if';
      return (value) => {
        if (value !== null && value !== undefined && value !== '' && (value === true || !isCondition)) exercise();
      };
    },
    expression(value, at, options) {
      const compiled = loading.expression(value, at, options);
      const rule = ruleOf(at);
      if (compiled && rule) tellWhenEvaluated(compiled, points.declare('rules', rule.id, rule.at));
      return compiled;
    },
  };
}

/** The rule that an expression judges by; its conditions and its texts prove nothing. */
function ruleOf({ file, path }: Position): { readonly id: string; readonly at: Position } | undefined {
  const [root, index, ...rest] = path;
  if (root !== 'rules' || typeof index !== 'number' || !/^(check|value)$/.test(String(rest[0]))) return undefined;
  const { data } = file;
  const rules: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, 'rules') : undefined;
  const rule: unknown = Array.isArray(rules) ? rules[index] : undefined;
  const id: unknown = typeof rule === 'object' && rule !== null ? Reflect.get(rule, 'id') : undefined;
  return typeof id === 'string' ? { id, at: below({ file, path: [] }, 'rules', index) } : undefined;
}

/** In its place: what is known of an expression besides hangs on the object itself. */
function tellWhenEvaluated(compiled: CompiledExpression, tell: () => void): void {
  const { evaluate } = compiled;
  Object.defineProperty(compiled, 'evaluate', {
    value: (variables: Parameters<typeof evaluate>[0]) => {
      tell();
      return evaluate(variables);
    },
  });
}
