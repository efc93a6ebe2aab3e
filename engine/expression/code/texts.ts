import type { Block } from './module.ts';
import { asAny } from './read.ts';
import { flag, int, isThere, type Value } from './value.ts';

/** A method of a text with one argument, as CEL has it; undefined where there is none of that name. */
export function methodOfText(name: string): ((block: Block, text: Value, argument: Value) => Value) | undefined {
  const method = methods.get(name);
  if (method === undefined) return undefined;
  const { js, give } = method;
  return (block, text, argument) => give(`${wordOf(block, text)}.${js}(${wordOf(block, argument)})`);
}

interface Method {
  readonly js: string;
  readonly give: (js: string) => Value;
}

const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['startsWith', { js: 'startsWith', give: flag }],
  ['endsWith', { js: 'endsWith', give: flag }],
  ['contains', { js: 'includes', give: flag }],
  ['indexOf', { js: 'indexOf', give: int }],
  ['lastIndexOf', { js: 'lastIndexOf', give: int }],
  ['split', { js: 'split', give: (js) => ({ js, type: { kind: 'list', item: { kind: 'text', there: true } } }) }],
]);

/** What is absent, or no text, has no such method: the library says so. */
const wordOf = (block: Block, value: Value): string =>
  value.type.kind === 'text' && isThere(value) ? value.js : `word(${asAny(block, value)})`;
