import type { About, Annotations } from './annotations.ts';
import type { Masks } from './masks.ts';

/** Shows the masks every text of the data that is not to be kept. */
export function seeTexts(data: unknown, annotations: Annotations, masks: Masks): void {
  copy(data, annotations, (text, about) => {
    masks.see(text, about);
    return text;
  });
}

/** A copy of the data without what names somebody. Numbers, yes and no stay; what no schema describes is left out. */
export function maskData(data: unknown, annotations: Annotations, masks: Masks): unknown {
  return copy(data, annotations, (text) => masks.of(text));
}

type Change = (text: string, about: readonly About[]) => string;

function copy(value: unknown, annotations: Annotations, change: Change, pointer = ''): unknown {
  const about = annotations.get(pointer);
  if (about === undefined) return undefined;
  if (typeof value === 'string') return isKept(value, about) ? value : change(value, about);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => copy(item, annotations, change, `${pointer}/${index}`));
    return items.filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => {
    const segment = name.replaceAll('~', '~0').replaceAll('/', '~1');
    return [name, copy(member, annotations, change, `${pointer}/${segment}`)];
  });
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

const isKept = (text: string, about: readonly About[]): boolean =>
  about.some(({ forms, constants }) => constants.has(text) || forms.some((form) => form.test(text)));
