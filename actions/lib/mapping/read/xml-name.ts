import type { Position } from '../../../../engine/source.ts';
import { atKey, type Reading } from './reading.ts';

const start =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const part = `${start}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
/** NCName of Namespaces in XML 1.0, https://www.w3.org/TR/xml-names/#NT-NCName. */
const ncName = new RegExp(`^[${start}][${part}]*$`, 'u');

export const isNcName = (name: string): boolean => ncName.test(name);

/**
 * Checks the name of an element or attribute and notes that its prefix is used. Gives what makes it unique,
 * `{namespace}local`; undefined when it was reported. `written`: its prefix has to be declared on the root.
 */
export function readXmlName(
  reading: Reading,
  name: string,
  at: Position,
  kind: 'element' | 'attribute',
  written = true,
): string | undefined {
  const [first = '', second, ...more] = name.split(':');
  const [prefix, local] = second === undefined ? ['', first] : [first, second];
  if (more.length > 0 || !isNcName(local) || (second !== undefined && !isNcName(prefix))) {
    const hint = /[\s,]/.test(name) ? 'Put a text with a comma or a space in quotes.' : 'Write prefix:Name or Name.';
    reading.report('XML_NAME_INVALID', `${name} is not the name of an ${kind}`, atKey(at), hint);
    return undefined;
  }
  if (kind === 'attribute' && (prefix === 'xmlns' || name === 'xmlns')) {
    const hint = 'Write the prefix under `namespaces`; it is declared on the root when it is used.';
    reading.report('XML_NAME_INVALID', `${name} declares a namespace`, atKey(at), hint);
    return undefined;
  }
  // https://www.w3.org/TR/xml-names/#ns-decl: `xml` is bound by itself; an attribute without prefix has no namespace.
  if (prefix === 'xml' || (kind === 'attribute' && prefix === '')) return `{${prefix}}${local}`;
  const namespace = reading.namespaces.get(prefix);
  if (namespace === undefined && prefix !== '') {
    const known = [...reading.namespaces.keys()].filter((each) => each !== '');
    reading.reportUnknown('NAMESPACE_UNKNOWN', 'the prefix', prefix, known, atKey(at));
    return undefined;
  }
  if (namespace !== undefined && written) reading.usedPrefixes.add(prefix);
  return `{${namespace ?? ''}}${local}`;
}
