import { Regex } from './regex.ts';

export type { Regex } from './regex.ts';

/** Compiled expressions; few patterns come up, unless a rule makes them from the document. */
const compiled = new Map<string, Regex>();
const most = 1000;

/** Throws FORX0001 for unknown flags and FORX0002 for what is no regular expression. */
export function regex(pattern: string, flags: string): Regex {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= most) compiled.clear();
  const made = new Regex(pattern, flags);
  compiled.set(key, made);
  return made;
}
