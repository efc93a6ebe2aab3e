import type { Loading } from '../../engine/action.ts';
import type { Scope } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';

const NAMED = /(?<![\w.])secrets\.([A-Za-z_]\w*)/g;

/** The secrets that the expressions below a node name, each declared by the feature; what is not declared is reported. */
export function secretsNamed(value: unknown, loading: Loading, at: Position): ReadonlySet<string> {
  const names = new Set<string>();
  forExpressions(value, at, (text, place) => {
    for (const [, name = ''] of text.matchAll(NAMED)) if (loading.secret(name, 'secret', place)) names.add(name);
  });
  return names;
}

/** The scope of expressions that may put a secret on the wire. */
export const withSecrets = (scope: Scope, names: ReadonlySet<string>): Scope => ({ ...scope, ...secretScope(names) });

export const secretScope = (names: ReadonlySet<string>): Scope => ({
  secrets: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries([...names].map((name) => [name, { type: 'string' }])),
    required: [...names],
  },
});

/** Tells every expression below a node, with its `=`. */
export function forExpressions(value: unknown, at: Position, found: (expression: string, at: Position) => void): void {
  if (typeof value === 'string') {
    if (value.startsWith('=') && !value.startsWith('==')) found(value, at);
  } else if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) forExpressions(each, below(at, index), found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, each] of Object.entries(value)) forExpressions(each, below(at, key), found);
  }
}
