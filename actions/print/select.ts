import type { Element } from 'domhandler';
import type { Style } from './style.ts';

interface Part {
  readonly name: string;
  readonly className: string | undefined;
}

interface Selector {
  /** From the outermost element in; the last one is what is styled. */
  readonly parts: readonly Part[];
  readonly style: Style;
}

/** What the styles of a page say of an element. */
export type Look = (element: Element) => Style;

/** Finds the styles of elements; of two that say something else the later one holds. */
export function looks(styles: Readonly<Record<string, Style>>): Look {
  const selectors = Object.entries(styles).map(
    ([selector, style]): Selector => ({ parts: selector.split(' ').map(partOf), style }),
  );
  return (element) =>
    Object.assign({}, ...selectors.filter(({ parts }) => matches(parts, element)).map(({ style }) => style));
}

function partOf(text: string): Part {
  const [name = '', className] = text.split('.');
  return { name, className };
}

function matches(parts: readonly Part[], element: Element): boolean {
  const [last, ...before] = parts.toReversed();
  if (last === undefined || !isMeant(last, element)) return false;
  let wanted = 0;
  for (let above = element.parentNode; above !== null && wanted < before.length; above = above.parentNode) {
    const part = before[wanted];
    if (part !== undefined && 'attribs' in above && isMeant(part, above)) wanted++;
  }
  return wanted === before.length;
}

const isMeant = ({ name, className }: Part, { name: tag, attribs }: Element): boolean =>
  (name === '' || name === tag) && (className === undefined || (attribs.class ?? '').split(/\s+/).includes(className));
