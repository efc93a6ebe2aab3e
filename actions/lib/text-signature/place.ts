import { fail } from '../../../engine/errors.ts';
import {
  type AttributePatch,
  addAttribute,
  attributeValue,
  findAttribute,
  setAttribute,
  type TextAttribute,
  type TextElement,
  type XmlText,
} from '../xml-text/index.ts';
import type { Name } from './description.ts';
import { resolveName } from './names.ts';
import { forSelected } from './select.ts';

/** Where an attribute stands: the path of its element from the root, and its name. */
export interface Place {
  readonly path: string;
  readonly root: Name;
  readonly below: readonly Name[];
  readonly attribute: Name;
}

/** The element of a place in one document, and its attribute if it has that already. */
export interface FoundPlace {
  readonly place: Place;
  readonly element: TextElement;
  readonly attribute: TextAttribute | undefined;
}

/** Reads `/prefix:Element/prefix:Element/@Attribute`; gives what is wrong with it as text. */
export function parsePlace(path: string, namespaces: Readonly<Record<string, string>>): Place | string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? '';
  if (parts[0] !== '' || parts.length < 3 || !last.startsWith('@')) {
    return `"${path}" is not a path of element names from the root to an attribute`;
  }
  const names = [...parts.slice(1, -1), last.slice(1)].map((name, index, all) =>
    resolveName(name, namespaces, index === all.length - 1),
  );
  const wrong = names.find((name) => typeof name === 'string');
  if (wrong !== undefined) return wrong;
  const [root, ...rest] = names.filter((name) => typeof name !== 'string');
  const attribute = rest.pop();
  if (root === undefined || attribute === undefined) return `"${path}" names no attribute`;
  return { path, root, below: rest, attribute };
}

/**
 * The one element that a place names.
 *
 * @throws TimbreError SIGNATURE_PLACE when there is none, or more than one
 */
export function findPlace(xml: XmlText, place: Place): FoundPlace {
  const elements: TextElement[] = [];
  if (xml.root.local === place.root.local && xml.root.namespace === place.root.namespace) {
    forSelected(xml.root, { kind: 'children', steps: place.below }, (found) => elements.push(found));
  }
  const [element] = elements;
  if (element === undefined || elements.length > 1) {
    return fail('SIGNATURE_PLACE', `${place.path}: the document has ${elements.length} elements there, not one`);
  }
  return { place, element, attribute: findAttribute(element, place.attribute.namespace, place.attribute.local) };
}

/** The value that stands at a place, undefined when the attribute is not there or empty. */
export function placeValue(xml: XmlText, { attribute }: FoundPlace): string | undefined {
  return attribute && (attributeValue(xml.text, attribute) || undefined);
}

/** Sets the attribute where it stands; where it is not there it is written behind the element's other attributes. */
export function setPlace({ place, element, attribute }: FoundPlace, value: string): AttributePatch {
  if (attribute !== undefined) return setAttribute(element, attribute, value);
  return addAttribute(element, writtenName(place, element), value);
}

/** The prefix of the description need not be the one of the document. */
function writtenName({ path, attribute }: Place, element: TextElement): string {
  if (attribute.namespace === '') return attribute.local;
  for (const prefix in element.scope) {
    if (prefix !== '' && element.scope[prefix] === attribute.namespace) return `${prefix}:${attribute.local}`;
  }
  return fail('SIGNATURE_PLACE', `${path}: the document declares no prefix for ${attribute.namespace}`);
}
