import { XmlDocument, XmlXPath } from 'libxml2-wasm';

/** Prefix to namespace URI. XPath 1.0 has no default namespace: a name without prefix is in no namespace. */
export type Namespaces = Readonly<Record<string, string>>;

const mostCompiled = 1000;
const compiled = new Map<string, XmlXPath>();

/** The compiled form of an XPath 1.0, kept; `*:name` (XPath 2.0) is understood as that name in any namespace. */
export function compileXPath(xpath: string, namespaces: Namespaces, key = keyOf(xpath, namespaces)): XmlXPath {
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = XmlXPath.compile(inAnyNamespace(xpath), { ...namespaces });
  compiled.set(key, made);
  if (compiled.size > mostCompiled) {
    const [oldest, expression] = compiled.entries().next().value ?? [key, made];
    compiled.delete(oldest);
    expression.dispose();
  }
  return made;
}

interface Bound {
  readonly namespaces: Namespaces;
  readonly key: string;
}
const bound = new WeakMap<Namespaces, Map<string, Bound>>();

/** The same where the caller binds every prefix: found by the caller's own object. Undefined where the document must. */
export function compileBound(xpath: string, namespaces: Namespaces): XmlXPath | undefined {
  const known = bound.get(namespaces)?.get(xpath);
  if (known !== undefined) return compileXPath(xpath, known.namespaces, known.key);
  const prefixes = prefixesOf(xpath);
  if (!prefixes.every((prefix) => Object.hasOwn(namespaces, prefix))) return undefined;
  const used = Object.fromEntries(prefixes.map((prefix) => [prefix, namespaces[prefix] ?? '']));
  const ofNamespaces = bound.get(namespaces) ?? new Map<string, Bound>();
  const key = keyOf(xpath, used);
  bound.set(namespaces, ofNamespaces.set(xpath, { namespaces: used, key }));
  return compileXPath(xpath, used, key);
}

const keyOf = (xpath: string, namespaces: Namespaces): string => `${xpath}\0${JSON.stringify(namespaces)}`;

/** What is wrong with an XPath, or undefined: it is read, and tried on an empty document to find unknown functions. */
export function checkXPath(xpath: string): string | undefined {
  const namespaces = Object.fromEntries(prefixesOf(xpath).map((prefix) => [prefix, `urn:timbre:check:${prefix}`]));
  const document = XmlDocument.create();
  try {
    document.createRoot('check');
    document.eval(compileXPath(xpath, namespaces));
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } finally {
    document.dispose();
  }
}

/** The namespace prefixes an XPath uses. */
export function prefixesOf(xpath: string): readonly string[] {
  const found = new Set<string>();
  for (const [, literal, prefix] of xpath.matchAll(prefixed)) if (literal === undefined && prefix) found.add(prefix);
  return [...found];
}

// A literal, or a prefix before a name; `axis::` is neither.
const prefixed = /("[^"]*"|'[^']*')|([\p{L}_][\p{L}\p{N}._-]*):(?=[\p{L}_*])/gu;
const wildcard = /("[^"]*"|'[^']*')|\*:([\p{L}_][\p{L}\p{N}._-]*)/gu;

const inAnyNamespace = (xpath: string): string =>
  xpath.includes('*:')
    ? xpath.replace(wildcard, (all, literal?: string, name?: string) =>
        literal === undefined ? `*[local-name()='${name}']` : all,
      )
    : xpath;
