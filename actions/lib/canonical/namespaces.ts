import type { NamespaceScope, TextElement } from '../xml-text/index.ts';
import { escapeValue } from './escape.ts';
import { byCodePoint } from './order.ts';

/** Prefix to namespace, as far as written already; what stands further out is behind its prototype. */
export type Declarations = Record<string, string>;

export function noneRendered(): Declarations {
  return Object.create(null);
}

/** Every declaration that holds at an element, for the outermost one of an inclusive canonical text. */
export function allInScope(scope: NamespaceScope): string[] {
  const prefixes: string[] = [];
  for (const prefix in scope) if (prefix !== 'xml' && scope[prefix] !== '') prefixes.push(prefix);
  return written(prefixes, scope);
}

const NONE: readonly string[] = [];

/** The declarations of an element that are not those of its parent (Canonical XML 1.0, 2.3 "Namespace Axis"). */
export function declaredHere(scope: NamespaceScope, outer: NamespaceScope): readonly string[] {
  if (scope === outer) return NONE;
  return written(
    Object.keys(scope).filter((prefix) => prefix !== 'xml' && scope[prefix] !== outer[prefix]),
    scope,
  );
}

/**
 * The declarations that an element or its attributes use and that no element around it has written: Exclusive XML
 * Canonicalization 1.0, 3. They are noted in `rendered`.
 */
export function usedHere(
  element: TextElement,
  rendered: Declarations,
  inclusivePrefixes: readonly string[],
): readonly string[] {
  const { scope } = element;
  const missing: string[] = [];
  const use = (prefix: string): void => {
    const namespace = scope[prefix];
    if (prefix === 'xml' || namespace === undefined || (rendered[prefix] ?? '') === namespace) return;
    rendered[prefix] = namespace;
    missing.push(prefix);
  };
  use(prefixOf(element.name));
  for (const { name } of element.attributes) {
    const colon = name.indexOf(':');
    if (colon > 0 && !name.startsWith('xmlns:')) use(name.slice(0, colon));
  }
  for (const prefix of inclusivePrefixes) use(prefix);
  return missing.length === 0 ? NONE : written(missing, scope);
}

const prefixOf = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? '' : name.slice(0, colon);
};

/** The default namespace sorts first, for its prefix is empty. */
const written = (prefixes: string[], scope: NamespaceScope): string[] =>
  prefixes
    .sort(byCodePoint)
    .map((prefix) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeValue(scope[prefix] ?? '')}"`);
