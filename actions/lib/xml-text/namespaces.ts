import { type Cursor, malformed } from './cursor.ts';
import type { NamespaceScope, TextAttribute } from './model.ts';
import { attributeValue } from './values.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** What is declared before the root element. */
export const outermostScope = (): NamespaceScope => outermost;

const outermost: NamespaceScope = Object.assign(Object.create(null), { '': '', xml: XML });

/** The declarations that hold inside an element: its own before those around it. Also checks its prefixed attributes. */
export function scopeOf(cursor: Cursor, attributes: readonly TextAttribute[], outer: NamespaceScope): NamespaceScope {
  let declared = '';
  let prefixed = 0;
  for (const { name, start, end } of attributes) {
    // No name has a "=", and no value a "<".
    if (isDeclaration(name)) declared += `${name}=${cursor.text.slice(start, end)}<`;
    else if (name.includes(':')) prefixed++;
  }
  const known = declared === '' ? outer : inside.get(outer)?.get(declared);
  const scope = known ?? remember(outer, declared, declareAll(cursor, attributes, outer));
  if (prefixed > 0) checkPrefixed(cursor, attributes, scope);
  return scope;
}

const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');

/** Documents repeat what others declare, and to make a scope takes longer than to find it: by the one around it, and as written. */
let inside = new WeakMap<NamespaceScope, Map<string, NamespaceScope>>();
let remembered = 0;
const mostRemembered = 1_000;
const longestRemembered = 2_000;

function remember(outer: NamespaceScope, declared: string, scope: NamespaceScope): NamespaceScope {
  if (declared.length > longestRemembered) return scope;
  if (++remembered > mostRemembered) {
    inside = new WeakMap();
    remembered = 0;
  }
  inside.set(outer, (inside.get(outer) ?? new Map<string, NamespaceScope>()).set(declared, scope));
  return scope;
}

function declareAll(cursor: Cursor, attributes: readonly TextAttribute[], outer: NamespaceScope): NamespaceScope {
  const scope: Record<string, string> = Object.create(outer);
  for (const each of attributes) {
    if (isDeclaration(each.name)) declare(cursor, scope, each.name.slice(6), each);
  }
  return scope;
}

/** Namespaces in XML 1.0, constraints "Reserved Prefixes and Namespace Names" and "No Prefix Undeclaring". */
function declare(cursor: Cursor, scope: Record<string, string>, prefix: string, attribute: TextAttribute): void {
  const namespace = attributeValue(cursor.text, attribute);
  const forbidden =
    prefix === 'xmlns' ||
    namespace === XMLNS ||
    (prefix === 'xml') !== (namespace === XML) ||
    (prefix !== '' && namespace === '');
  if (forbidden) malformed(cursor, attribute.start, `${attribute.name}="${namespace}" is not allowed`);
  // A part of a text keeps all of it in memory; a copy does not.
  scope[prefix] = Buffer.from(namespace).toString();
}

function checkPrefixed(cursor: Cursor, attributes: readonly TextAttribute[], scope: NamespaceScope): void {
  const seen = new Set<string>();
  for (const { name, start } of attributes) {
    const colon = name.indexOf(':');
    if (colon === -1 || name.startsWith('xmlns:')) continue;
    const namespace = scope[name.slice(0, colon)];
    if (namespace === undefined) malformed(cursor, start, `the prefix of "${name}" is not declared`);
    const expanded = `${name.slice(colon + 1)} ${namespace}`;
    if (seen.has(expanded)) malformed(cursor, start, `the attribute "${name}" stands twice under two prefixes`);
    seen.add(expanded);
  }
}
