import { fail } from '../../engine/errors.ts';

/**
 * The one entry that has one of the wanted names, or the only one where none is named.
 *
 * @throws TimbreError DECODE_ENTRY: none, or several
 */
export function chooseEntry<T extends { readonly name: string }>(
  archive: string,
  entries: readonly T[],
  wanted: readonly string[] | undefined,
): T {
  const fits = ({ name }: T) => wanted === undefined || wanted.includes(name) || wanted.includes(baseName(name));
  const [entry, ...others] = entries.filter(fits);
  if (entry !== undefined && others.length === 0) return entry;
  const names = entries.slice(0, 10).map(({ name }) => name.slice(0, 80));
  const what = wanted === undefined ? 'one file' : `one file ${wanted.join(' or ')}`;
  return fail('DECODE_ENTRY', `The ${archive} does not have exactly ${what}, but: ${names.join(', ') || 'none'}`);
}

export const baseName = (name: string): string => name.split(/[/\\]/).at(-1) ?? name;
