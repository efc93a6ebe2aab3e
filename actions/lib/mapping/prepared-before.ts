import type { Loading } from '../../../engine/action.ts';
import type { Scope } from '../../../engine/expression.ts';
import type { SourceFile } from '../../../engine/source.ts';
import { MadeFrom } from '../made-from.ts';
import type { PreparedMapping } from './prepare.ts';

/** A mapping as it was prepared for one step, from its file and those that it includes. */
interface Before {
  readonly scope: Scope;
  readonly files: readonly SourceFile[];
  readonly prepared: PreparedMapping;
}

const kept = new MadeFrom<readonly Before[]>();

export function keepPrepared(file: SourceFile, loading: Loading, before: Before): void {
  kept.set(file, loading, [...(kept.get(file, loading) ?? []), before]);
}

/** What was prepared from the file for a step with other names, where none that differs is mentioned in it: it means the same. */
export function preparedBefore(file: SourceFile, loading: Loading, scope: Scope): PreparedMapping | undefined {
  return kept.get(file, loading)?.find((before) => meansTheSame(before, scope))?.prepared;
}

function meansTheSame({ scope, files }: Before, other: Scope): boolean {
  const names = new Set([...Object.keys(scope), ...Object.keys(other)]);
  const different = [...names].filter((name) => scope[name] !== other[name]);
  if (different.length === 0) return true;
  const mentioned = new Set(JSON.stringify(files.map(({ data }) => data)).match(/\w+/g));
  return different.every((name) => !mentioned.has(name));
}
