/**
 * Generated functions call their locals after how deep they stand (`n3`, `v4`). The same expression at another depth is the
 * same function, once its locals are counted from 1.
 */
export function renamed(
  parameters: readonly string[],
  body: string,
): { readonly parameters: readonly string[]; readonly body: string } {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const rename = (local: string): string => {
    const known = names.get(local);
    if (known !== undefined) return known;
    const letter = local.charAt(0) === 'c' ? 'n' : local.charAt(0);
    const count = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, count);
    names.set(local, `${letter}${count}`);
    return `${letter}${count}`;
  };
  const isNode = (parameter: string) => parameter === 'n' || parameter === 'candidate';
  const given = parameters.map((each) => (isNode(each) || isLocal.test(each) ? rename(each) : each));
  const text = body.replace(stringsAndNames, (part) => (names.has(part) || isLocal.test(part) ? rename(part) : part));
  return { parameters: given, body: text };
}

/** No other identifier looks like this (see ModuleBuilder.identifier). */
export const isLocal: RegExp = /^[a-z]\d+$/;

const stringsAndNames = /"(?:[^"\\]|\\.)*"|[A-Za-z_$][\w$]*/g;
