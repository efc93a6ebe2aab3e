import { attributeValue, type TextElement, type XmlText } from '../xml-text/index.ts';

/** An element and those around it, from the root inwards. */
export interface Located {
  readonly element: TextElement;
  readonly ancestors: readonly TextElement[];
}

/** Every element of a document for which `wanted` says yes, in document order. */
export function locate(root: TextElement, wanted: (element: TextElement) => boolean): Located[] {
  const found: Located[] = [];
  const open: TextElement[] = [];
  const visit = (element: TextElement): void => {
    if (wanted(element)) found.push({ element, ancestors: [...open] });
    open.push(element);
    for (const child of element.children) if ('name' in child) visit(child);
    open.pop();
  };
  visit(root);
  return found;
}

/** The names that vocabularies give to an attribute of type ID. Without a DTD nothing says which it is. */
const ID_NAMES: ReadonlySet<string> = new Set(['Id', 'ID', 'id', 'xml:id']);

/** The elements that an Id names: one, in a document that can be relied on. */
export const locateId = (xml: XmlText, id: string): Located[] =>
  locate(xml.root, ({ attributes }) =>
    attributes.some((each) => ID_NAMES.has(each.name) && attributeValue(xml.text, each) === id),
  );

/** The Id of an element, undefined when it has none. */
export function idOf({ text }: XmlText, { attributes }: TextElement): string | undefined {
  const attribute = attributes.find(({ name }) => ID_NAMES.has(name));
  return attribute && (attributeValue(text, attribute) || undefined);
}

export const elementsIn = ({ children }: TextElement): TextElement[] => children.filter((child) => 'name' in child);

/** `/NFe/infNFe`, with names as written; a position where there are several of a name. */
export const pathOf = ({ element, ancestors }: Located): string =>
  [...ancestors, element].map((each, depth, all) => `/${each.name}${positionOf(each, all[depth - 1])}`).join('');

function positionOf(element: TextElement, parent: TextElement | undefined): string {
  const alike = parent ? elementsIn(parent).filter(({ name }) => name === element.name) : [];
  return alike.length > 1 ? `[${alike.indexOf(element) + 1}]` : '';
}
