import type { Element } from './element.ts';
import { attribute, xsltNamespace } from './element.ts';
import type { StaticContext } from './model.ts';
import type { Source } from './sources.ts';

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const schemaNamespace = 'http://www.w3.org/2001/XMLSchema';

/** Prefixes that every rule set may use undeclared: the official compilers declare them in what they write. */
const predeclared: readonly (readonly [string, string])[] = [
  ['xml', xmlNamespace],
  ['xs', schemaNamespace],
  ['xsd', schemaNamespace],
  ['fn', 'http://www.w3.org/2005/xpath-functions'],
];

/**
 * What names mean in a schema's expressions: `sch:ns` decides; what that leaves open the schema element's own namespace
 * declarations say.
 */
export function schemaContext(
  schema: Element,
  declared: readonly { readonly prefix: string; readonly uri: string }[],
): StaticContext {
  const prefixes = new Map([...predeclared, ...inScope(schema)]);
  prefixes.delete('');
  for (const { prefix, uri } of declared) prefixes.set(prefix, uri);
  return { prefixes, elementNamespace: '' };
}

/** The contexts of XSLT elements: their own namespaces. Equal ones are one object. */
export class XsltContexts {
  readonly #outer: StaticContext;
  readonly #known = new Map<string, StaticContext>();
  /** By file, then by the innermost element around that declares a namespace. */
  readonly #declaring = new WeakMap<Source, Map<number, StaticContext | undefined>>();

  /** `outer`: for prefixes that the element's own do not say. */
  constructor(outer: StaticContext) {
    this.#outer = outer;
  }

  of(element: Element): StaticContext {
    const { source } = element;
    // An element that says a default for XPath is asked each time; there are few.
    if (source.tree.source.includes('xpath-default-namespace')) return this.#make(element);
    const declaring = this.#declaring.get(source) ?? declaringElements(source);
    this.#declaring.set(source, declaring);
    let { node } = element;
    while (node > 0 && !declaring.has(node)) node = source.tree.parent[node] as number;
    const before = declaring.get(node);
    if (before) return before;
    const context = this.#make(element);
    declaring.set(node, context);
    return context;
  }

  #make(element: Element): StaticContext {
    const own = inScope(element);
    own.delete('');
    const elementNamespace = defaultElementNamespace(element);
    const key = JSON.stringify([elementNamespace, ...own]);
    const before = this.#known.get(key);
    if (before) return before;
    const context = { prefixes: new Map([...predeclared, ...this.#outer.prefixes, ...own]), elementNamespace };
    this.#known.set(key, context);
    return context;
  }
}

const declaringElements = ({ tree }: Source): Map<number, StaticContext | undefined> =>
  new Map(tree.namespaces.map(({ element }) => [element, undefined]));

/** A name with prefix, such as a function's, taken apart; a name without one is in no namespace. */
export function resolveName(
  name: string,
  context: StaticContext,
): { readonly name: string; readonly uri: string } | undefined {
  const colon = name.indexOf(':');
  if (colon === -1) return { name, uri: '' };
  const uri = context.prefixes.get(name.slice(0, colon));
  return uri === undefined ? undefined : { name: name.slice(colon + 1), uri };
}

/** Namespace declarations in force at an element, by prefix; '' is the default namespace. */
function inScope({ source, node }: Element): Map<string, string> {
  const { namespaces, parent } = source.tree;
  const ancestors = new Set<number>();
  for (let n = node; n >= 0; n = parent[n] as number) ancestors.add(n);
  const found = new Map<string, string>();
  // In document order an inner element's declaration comes behind an outer one's.
  for (const { element, prefix, uri } of namespaces) if (ancestors.has(element)) found.set(prefix, uri);
  return found;
}

/** XSLT's `xpath-default-namespace`, of the element or the nearest around it. */
function defaultElementNamespace(element: Element): string {
  const { parent } = element.source.tree;
  for (let node = element.node; node > 0; node = parent[node] as number) {
    const at = { ...element, node };
    const found = attribute(at, 'xpath-default-namespace') ?? attribute(at, 'xpath-default-namespace', xsltNamespace);
    if (found !== undefined) return found;
  }
  return '';
}
