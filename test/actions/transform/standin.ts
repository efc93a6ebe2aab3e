import { evaluate } from '@marcbachmann/cel-js';
import type { Loading } from '../../../engine/action.ts';

/** Stands in for the engine's expressions: plain paths and untyped CEL. */
export const standin: Loading['expression'] = (value) => {
  if (typeof value !== 'string') return undefined;
  if (value.startsWith('==')) {
    const constant = value.slice(1);
    return { source: constant, type: 'string', constant, evaluate: () => constant };
  }
  const source = value.slice(1);
  if (/^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d+\])*$/.test(source)) {
    const path = source.match(/\w+/g) ?? [];
    return { source, type: 'dyn', path, evaluate: () => null };
  }
  return { source, type: 'dyn', evaluate: (variables) => evaluate(source, { ...variables }) };
};
