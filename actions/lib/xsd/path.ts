import type { XmlElement } from 'libxml2-wasm';
import { childElements } from '../xml/index.ts';

/** Where an element is, for people: prefixed names, with a position where siblings have the same name. */
export function pathOf(element: XmlElement): string {
  const { parent } = element;
  const name = lexicalName(element);
  if (parent === null) return `/${name}`;
  const same = childElements(parent).filter((each) => each.name === element.name && each.prefix === element.prefix);
  const position = same.findIndex((each) => each.isSameNode(element)) + 1;
  return `${pathOf(parent)}/${name}${same.length > 1 ? `[${position}]` : ''}`;
}

/** libxml2's path of an element, which says `*` for a name without a prefix, as `pathOf` has it. */
export function readable(root: XmlElement, xpath: string): string {
  if (!xpath.includes('*')) return xpath;
  let at: XmlElement | undefined = root;
  for (const step of xpath.split('/').slice(2)) {
    const [, name, position = '1'] = /^([^[]+)(?:\[(\d+)\])?$/.exec(step) ?? [];
    const fitting: XmlElement[] = at
      ? childElements(at).filter((each) => name === '*' || name === lexicalName(each))
      : [];
    at = fitting[Number(position) - 1];
  }
  return at === undefined ? xpath : pathOf(at);
}

const lexicalName = ({ prefix, name }: XmlElement): string => (prefix === '' ? name : `${prefix}:${name}`);
