import { type Cursor, malformed } from './cursor.ts';
import type { NamespaceScope, TextAttribute } from './model.ts';
import { attributeValue } from './values.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** What is declared before the root element. */
export function outermostScope(): NamespaceScope {
  const scope: Record<string, string> = Object.create(null);
  scope[''] = '';
  scope.xml = XML;
  return scope;
}

/** The declarations that hold inside an element: its own before those around it. Also checks its prefixed attributes. */
export function scopeOf(cursor: Cursor, attributes: readonly TextAttribute[], outer: NamespaceScope): NamespaceScope {
  let own: Record<string, string> | undefined;
  let prefixed = 0;
  for (const attribute of attributes) {
    const { name } = attribute;
    const colon = name.indexOf(':');
    if (colon === -1 ? name !== 'xmlns' : !name.startsWith('xmlns:')) {
      if (colon !== -1) prefixed++;
      continue;
    }
    own ??= Object.create(outer) as Record<string, string>;
    declare(cursor, own, colon === -1 ? '' : name.slice(6), attribute);
  }
  const scope = own ?? outer;
  if (prefixed > 0) checkPrefixed(cursor, attributes, scope);
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
  scope[prefix] = namespace;
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
