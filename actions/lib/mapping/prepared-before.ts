import type { Loading } from '../../../engine/action.ts';
import type { Scope } from '../../../engine/expression.ts';
import type { SourceFile } from '../../../engine/source.ts';
import type { PreparedMapping } from './prepare.ts';

/** A mapping as it was prepared for one step, from its file and those that it includes. */
interface Before {
  readonly scope: Scope;
  readonly files: readonly SourceFile[];
  readonly prepared: PreparedMapping;
}

/** By the loading of a feature: another one reports again what it finds, and may include other files. */
const kept = new WeakMap<object, Map<SourceFile, Before[]>>();

export function keepPrepared(file: SourceFile, { load }: Loading, before: Before): void {
  const files = kept.get(load) ?? new Map<SourceFile, Before[]>();
  kept.set(load, files.set(file, [...(files.get(file) ?? []), before]));
}

/** What was prepared from the file for a step with other names, where none that differs is mentioned in it: it means the same. */
export function preparedBefore(file: SourceFile, { load }: Loading, scope: Scope): PreparedMapping | undefined {
  const befores = kept.get(load)?.get(file);
  return befores?.find((before) => meansTheSame(before, scope))?.prepared;
}

function meansTheSame({ scope, files }: Before, other: Scope): boolean {
  const names = new Set([...Object.keys(scope), ...Object.keys(other)]);
  const different = [...names].filter((name) => scope[name] !== other[name]);
  if (different.length === 0) return true;
  const mentioned = new Set(JSON.stringify(files.map(({ data }) => data)).match(/\w+/g));
  return different.every((name) => !mentioned.has(name));
}
