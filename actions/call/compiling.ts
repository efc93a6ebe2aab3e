import type { Loading } from '../../engine/action.ts';
import type { CompiledExpression, Scope } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';
import type { Field } from './text.ts';

/** Compiles expressions in a scope; notes when one did not compile, so that all are tried before giving up. */
export interface Compiling {
  readonly loading: Loading;
  readonly scope: Scope;
  readonly failed: { value: boolean };
  expression(value: unknown, at: Position): CompiledExpression | undefined;
}

export function createCompiling(loading: Loading, scope: Scope): Compiling {
  const failed = { value: false };
  return {
    loading,
    scope,
    failed,
    expression(value, at) {
      const compiled = loading.expression(value, at, { scope, expects: 'scalar' });
      failed.value ||= compiled === undefined;
      return compiled;
    },
  };
}

export function prepareFields(
  fields: Readonly<Record<string, unknown>> | undefined,
  compiling: Compiling,
  at: Position,
): readonly Field[] {
  return Object.entries(fields ?? {}).flatMap(([name, value]) => {
    const compiled = compiling.expression(value, below(at, name));
    return compiled === undefined ? [] : [[name, compiled] as const];
  });
}
