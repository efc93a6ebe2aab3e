import { nearHint } from '../engine/expression.ts';
import { fail } from '../engine/index.ts';

/** Refuses a filter that is misspelt, or that stands twice: what it was to leave out would be told in silence. REQUEST_INVALID. */
export function onlyFilters(query: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(query)) {
    if (!known.includes(name))
      fail('REQUEST_INVALID', `There is no filter \`${name.slice(0, 60)}\`.`, { hint: nearHint(name, known) });
    if (typeof value !== 'string')
      fail('REQUEST_INVALID', `\`${name}\` stands twice.`, {
        hint: 'Give it once; where it may have several values, with commas.',
      });
  }
}
