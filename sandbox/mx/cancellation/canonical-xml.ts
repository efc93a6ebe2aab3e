import { decoded } from '../../read-xml.ts';

export const DSIG_NAMESPACE = 'http://www.w3.org/2000/09/xmldsig#';
export const C14N_10 = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

/** What of a document is made canonical: all `without` its Signature, or `only` one element of it, by XMLDSig's local names. */
export type Part = { readonly without: string } | { readonly only: string };

const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?([^\s?]+)\s*([\s\S]*?)\?>|<(\/?)([^\s/>]+)((?:"[^"]*"|'[^']*'|[^>"'/])*)(\/?)>/g;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Canonical XML 1.0 without comments (W3C REC-xml-c14n-20010315), written by hand, apart from what the product signs with.
 * The text must have been read before: it is well-formed and has no DOCTYPE. Processing instructions beside the root, and
 * attributes of the xml namespace above `only`, are not looked at: a Cancelacion has neither.
 */
export function canonicalXml(text: string, part: Part): string {
  const out: string[] = [];
  const open: Element[] = [];
  const wanted = 'only' in part ? part.only : part.without;
  /** How deep the wanted element is open; undefined outside of it. */
  let inside: number | undefined;
  let end = 0;
  const isWritten = (): boolean => ('only' in part ? inside !== undefined : inside === undefined);
  const say = (piece: string): void => {
    if (isWritten() && open.length > 0) out.push(piece);
  };
  for (const match of text.matchAll(MARKUP)) {
    const [whole, cdata, target, data = '', slash, name, attributes = '', empty] = match;
    say(escapedText(decoded(newlines(text.slice(end, match.index)))));
    end = match.index + whole.length;
    if (cdata !== undefined) say(escapedText(newlines(cdata)));
    if (target !== undefined) say(`<?${target}${data && ` ${newlines(data)}`}?>`);
    if (name === undefined) continue;
    if (slash === '') {
      const element = elementOf(name, attributes, open.at(-1));
      open.push(element);
      if (inside === undefined && element.local === wanted && element.namespace === DSIG_NAMESPACE)
        inside = open.length;
      say(startTag(element, isWritten() ? renderedAbove(open, part, inside) : new Map()));
    }
    if (slash === '/' || empty === '/') {
      say(`</${name}>`);
      if (inside === open.length) inside = undefined;
      open.pop();
    }
  }
  return out.join('');
}

interface Element {
  readonly name: string;
  readonly local: string;
  readonly namespace: string;
  /** Namespaces in scope by prefix; the default one has the prefix ''. */
  readonly scope: ReadonlyMap<string, string>;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

function elementOf(name: string, written: string, parent: Element | undefined): Element {
  const scope = new Map(parent?.scope);
  const attributes: [string, string][] = [];
  for (const [, attribute = '', double, single] of written.matchAll(ATTRIBUTE)) {
    // XML 1.0, 3.3.3: literal white space becomes a space, character references stay what they are.
    const value = decoded(newlines(double ?? single ?? '').replace(/[\t\n]/g, ' '));
    if (attribute === 'xmlns') scope.set('', value);
    else if (attribute.startsWith('xmlns:')) scope.set(attribute.slice('xmlns:'.length), value);
    else attributes.push([attribute, value]);
  }
  const [prefix, local] = split(name);
  return { name, local, namespace: scope.get(prefix) ?? '', scope, attributes };
}

/** Namespaces that the nearest written ancestor has already: its scope; none above the first written element. */
function renderedAbove(open: readonly Element[], part: Part, inside: number | undefined): ReadonlyMap<string, string> {
  const isFirst = 'only' in part ? inside === open.length : open.length === 1;
  return (isFirst ? undefined : open.at(-2)?.scope) ?? new Map();
}

function startTag({ name, scope, attributes }: Element, above: ReadonlyMap<string, string>): string {
  const namespaces = [...scope]
    .filter(([prefix, uri]) => prefix !== 'xml' && uri !== (above.get(prefix) ?? ''))
    .sort(([left], [right]) => compare(left, right))
    .map(([prefix, uri]) => ` xmlns${prefix && `:${prefix}`}="${escapedAttribute(uri)}"`);
  const key = (attribute: string): [string, string] => {
    const [prefix, local] = split(attribute);
    return [prefix === '' ? '' : (scope.get(prefix) ?? prefix), local];
  };
  const sorted = [...attributes].sort(([left], [right]) => {
    const [[leftUri, leftLocal], [rightUri, rightLocal]] = [key(left), key(right)];
    return compare(leftUri, rightUri) || compare(leftLocal, rightLocal);
  });
  return `<${name}${namespaces.join('')}${sorted.map(([at, value]) => ` ${at}="${escapedAttribute(value)}"`).join('')}>`;
}

function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

const compare = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

const newlines = (text: string): string => text.replace(/\r\n?/g, '\n');

const escapedText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

const escapedAttribute = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
