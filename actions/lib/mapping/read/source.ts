import { problemsOf } from '../../../../engine/errors.ts';
import type { CompiledExpression } from '../../../../engine/expression.ts';
import { type Position, placeOf } from '../../../../engine/source.ts';
import type { Frame, Origin, Source } from '../mapping.ts';
import { type Names, nowhere } from './names.ts';
import { readPath } from './path.ts';
import type { Reading } from './reading.ts';

export interface CompiledSource extends Source {
  readonly compiled: CompiledExpression;
}

/** Compiles `=…`; undefined when it was reported. */
export function readSource(
  reading: Reading,
  expression: string,
  at: Position,
  names: Names,
  expects?: string,
): CompiledSource | undefined {
  const options = { scope: names.scope, ...(expects === undefined ? {} : { expects }) };
  const compiled = reading.loading.expression(expression, at, options);
  if (compiled === undefined) {
    reading.failed = true;
    return undefined;
  }
  const origin = originOf(compiled, names);
  const base = names.slots.get(compiled.path?.[0] ?? '');
  const read =
    compiled.path !== undefined && base !== undefined
      ? readPath(base.index, compiled.path.slice(1))
      : evaluated(compiled, at, origin);
  const watch = reading.loading.watch?.(at);
  const source = { at, text: compiled.source, type: compiled.type, origin, compiled };
  return watch ? { ...source, read: watchedBy(watch, read) } : { ...source, read, code: compiled };
}

function watchedBy(watch: (value: unknown) => void, read: Source['read']): Source['read'] {
  return (frame) => {
    const value = read(frame);
    watch(value);
    return value;
  };
}

/**
 * A plain path comes from exactly one place. Of a computed value at least the line is known: that of the innermost
 * loop variable it names.
 */
function originOf(compiled: CompiledExpression, names: Names): Origin {
  const [first, ...rest] = compiled.path ?? [];
  if (first !== undefined) {
    const base = names.slots.get(first)?.origin ?? nowhere;
    return (frame) => {
      const start = base(frame);
      return start === undefined ? undefined : joined(start, rest);
    };
  }
  const mentioned = new Set(compiled.source.match(/[A-Za-z_][A-Za-z0-9_]*/g));
  const innermost = [...names.slots.values()].reverse().find((slot) => mentioned.has(slot.name));
  return (frame) => innermost?.origin(frame) || undefined;
}

function joined(start: string, segments: readonly string[]): string {
  let path = start;
  for (const segment of segments) {
    if (/^\d+$/.test(segment)) path += `[${segment}]`;
    else path += path === '' ? segment : `.${segment}`;
  }
  return path;
}

function evaluated(compiled: CompiledExpression, at: Position, origin: Origin): (frame: Frame) => unknown {
  return (frame) => {
    try {
      return compiled.evaluate(frame.variables);
    } catch (thrown) {
      const path = origin(frame);
      for (const each of problemsOf(thrown)) {
        frame.problems.push({
          ...each,
          ...(each.path === undefined && path !== undefined ? { path } : {}),
          place: each.place ?? placeOf(at),
        });
      }
      return undefined;
    }
  };
}
