import type { Loading } from '../../../engine/action.ts';
import { itemSchema, type Scope } from '../../../engine/expression.ts';
import { below, type Position } from '../../../engine/source.ts';
import type { Loop } from './rule.ts';

const form = /^\s*([A-Za-z_]\w*)\s*(?:,\s*([A-Za-z_]\w*))?\s+in\s+(\S[\s\S]*?)\s*$/;

/**
 * Reads `for: line in invoice.lines`, or a list of such from the outermost to the innermost. Their indexes have the
 * names they give (`line, at in …`), else `index`, `index2`, `index3` from the outermost on.
 */
export function readLoops(
  value: unknown,
  loading: Loading,
  at: Position,
): { readonly loops: readonly Loop[] | undefined; readonly scope: Scope } {
  let { scope } = loading;
  const loops: Loop[] = [];
  const written: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  for (const [depth, each] of written.entries()) {
    const place = Array.isArray(value) ? below(at, depth) : at;
    const [, item = '', index = depth === 0 ? 'index' : `index${depth + 1}`, source = ''] =
      typeof each === 'string' ? (form.exec(each) ?? []) : [];
    if (item === '') {
      loading.report('SCHEMA', '`for` has the form `name in list`.', place, 'Write `for: line in invoice.lines`.');
      return { loops: undefined, scope };
    }
    const list = loading.expression(source.startsWith('=') ? source : `=${source}`, place, { scope, expects: 'list' });
    if (list === undefined) return { loops: undefined, scope };
    scope = { ...scope, [item]: itemSchema(list) ?? true, [index]: { type: 'integer' } };
    loops.push({ item, index, list });
  }
  return { loops, scope };
}
