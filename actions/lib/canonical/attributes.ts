import type { TextAttribute, TextElement } from '../xml-text/index.ts';
import { canonicalValue } from './escape.ts';
import { byCodePoint } from './order.ts';

/** The attributes of an element, sorted, as they are written behind its declarations. */
export function attributesOf(text: string, element: TextElement, inherited: readonly TextAttribute[]): string {
  const { attributes } = element;
  if (attributes.length === 0 && inherited.length === 0) return '';
  const own = attributes.filter(({ name }) => !isDeclaration(name));
  const all = inherited.length === 0 ? own : [...own, ...inherited];
  if (all.length > 1) sort(all, element);
  let written = '';
  for (const attribute of all) written += ` ${attribute.name}="${canonicalValue(text, attribute)}"`;
  return written;
}

/**
 * The `xml:` attributes that hold at an element and that it does not have itself: the nearest of each (Canonical XML 1.0, 2.4).
 */
export function inheritedAttributes(element: TextElement, ancestors: readonly TextElement[]): TextAttribute[] {
  const found = new Map<string, TextAttribute>();
  for (const { attributes } of ancestors) {
    for (const attribute of attributes) if (attribute.name.startsWith('xml:')) found.set(attribute.name, attribute);
  }
  for (const { name } of element.attributes) found.delete(name);
  return [...found.values()];
}

const isDeclaration = (name: string): boolean => name.startsWith('xmlns') && (name.length === 5 || name[5] === ':');

/** By namespace, then by local name; those without a prefix are in no namespace and come first. */
function sort(attributes: TextAttribute[], element: TextElement): void {
  if (!attributes.some(({ name }) => name.includes(':'))) {
    attributes.sort((a, b) => byCodePoint(a.name, b.name));
    return;
  }
  const keys = new Map(attributes.map((each) => [each, keyOf(each.name, element)]));
  attributes.sort((a, b) => {
    const [left, right] = [keys.get(a), keys.get(b)];
    if (left === undefined || right === undefined) return 0;
    return byCodePoint(left.namespace, right.namespace) || byCodePoint(left.local, right.local);
  });
}

function keyOf(name: string, { scope }: TextElement): { namespace: string; local: string } {
  const colon = name.indexOf(':');
  if (colon === -1) return { namespace: '', local: name };
  return { namespace: scope[name.slice(0, colon)] ?? '', local: name.slice(colon + 1) };
}
