import type { NamespaceScope, TextElement } from '../xml-text/index.ts';
import { escapeValue } from './escape.ts';
import { byCodePoint } from './order.ts';

/** The declarations written so far, the innermost first. A list: there are few of them, and most elements add none. */
export interface Rendered {
  readonly prefix: string;
  readonly namespace: string;
  readonly outer: Rendered | undefined;
}

/** The prefix of every declaration that holds at an element, for the outermost one of an inclusive canonical text. */
export function allInScope(scope: NamespaceScope): readonly string[] {
  const prefixes: string[] = [];
  for (const prefix in scope) if (prefix !== 'xml' && scope[prefix] !== '') prefixes.push(prefix);
  return prefixes;
}

const NONE: readonly string[] = [];

/** The prefixes that an element declares otherwise than its parent (Canonical XML 1.0, 2.3 "Namespace Axis"). */
export function declaredHere(scope: NamespaceScope, outer: NamespaceScope): readonly string[] {
  if (scope === outer) return NONE;
  return Object.keys(scope).filter((prefix) => prefix !== 'xml' && scope[prefix] !== outer[prefix]);
}

/**
 * The prefixes that an element or its attributes use and that no element around it has written: Exclusive XML
 * Canonicalization 1.0, 3. Most elements have none, and share what is rendered with their parent.
 */
export function usedHere(
  element: TextElement,
  rendered: Rendered | undefined,
  inclusivePrefixes: readonly string[],
): readonly string[] {
  const { scope } = element;
  let missing: string[] | undefined;
  const first = prefixOf(element.name);
  if (isMissing(first, scope, rendered)) missing = [first];
  for (const { name } of element.attributes) {
    const colon = name.indexOf(':');
    if (colon === -1 || name.startsWith('xmlns:')) continue;
    const prefix = name.slice(0, colon);
    if (isMissing(prefix, scope, rendered)) missing = [...(missing ?? NONE), prefix];
  }
  for (const prefix of inclusivePrefixes) {
    if (isMissing(prefix, scope, rendered)) missing = [...(missing ?? NONE), prefix];
  }
  if (missing === undefined) return NONE;
  return missing.length === 1 ? missing : [...new Set(missing)];
}

/** What is rendered for the content of an element that writes these prefixes. */
export function renderedWith(
  prefixes: readonly string[],
  scope: NamespaceScope,
  rendered: Rendered | undefined,
): Rendered | undefined {
  let result = rendered;
  for (const prefix of prefixes) result = { prefix, namespace: scope[prefix] ?? '', outer: result };
  return result;
}

function isMissing(prefix: string, scope: NamespaceScope, rendered: Rendered | undefined): boolean {
  const namespace = scope[prefix];
  if (namespace === undefined || prefix === 'xml') return false;
  for (let each = rendered; each !== undefined; each = each.outer) {
    if (each.prefix === prefix) return each.namespace !== namespace;
  }
  return namespace !== '';
}

const prefixOf = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? '' : name.slice(0, colon);
};

/** The declarations of these prefixes, sorted; the default namespace comes first, for its prefix is empty. */
export function declarationsOf(prefixes: readonly string[], scope: NamespaceScope): string {
  const [first, ...more] = prefixes;
  if (first === undefined) return '';
  if (more.length === 0) return declaration(first, scope);
  let written = '';
  for (const prefix of [...prefixes].sort(byCodePoint)) written += declaration(prefix, scope);
  return written;
}

const declaration = (prefix: string, scope: NamespaceScope): string =>
  ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeValue(scope[prefix] ?? '')}"`;
