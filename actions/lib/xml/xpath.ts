import { XmlDocument, XmlXPath } from 'libxml2-wasm';

/** Prefix to namespace URI. XPath 1.0 has no default namespace: a name without prefix is in no namespace. */
export type Namespaces = Readonly<Record<string, string>>;

const mostCompiled = 1000;
const compiled = new Map<string, XmlXPath>();

/** The compiled form of an XPath 1.0, kept; `*:name` (XPath 2.0) is understood as that name in any namespace. */
export function compileXPath(xpath: string, namespaces: Namespaces): XmlXPath {
  const key = `${xpath}\0${JSON.stringify(namespaces)}`;
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
