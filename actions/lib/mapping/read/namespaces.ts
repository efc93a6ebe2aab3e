import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import { isXmlText } from '../characters.ts';
import { atKey, type Reading } from './reading.ts';
import { isNcName } from './xml-name.ts';

/** Reads `namespaces: { prefix: address }`; the prefix "" is the default namespace. */
export function readNamespaces(reading: Reading, value: unknown, at: Position): void {
  if (reading.writes !== 'xml') {
    reading.report('SCHEMA', `a mapping that writes ${reading.writes} has no namespaces`, atKey(at), 'Remove it.');
    return;
  }
  if (!isObject(value)) {
    reading.report('SCHEMA', 'namespaces must give addresses to prefixes', at, 'Write `cbc: urn:…`.');
    return;
  }
  for (const [prefix, namespace] of Object.entries(value)) {
    const place = below(at, prefix);
    // https://www.w3.org/TR/xml-names/#xmlReserved: what begins with xml is kept for W3C; `xml` needs no declaration.
    if ((prefix !== '' && !isNcName(prefix)) || /^xml/i.test(prefix)) {
      reading.report('XML_NAME_INVALID', `${prefix} cannot be a prefix`, atKey(place), 'Choose another one.');
    } else if (
      typeof namespace !== 'string' ||
      namespace === '' ||
      namespace.startsWith('=') ||
      !isXmlText(namespace)
    ) {
      reading.report('SCHEMA', `the namespace of ${prefix} must be a constant text`, place, 'Write its address.');
      reading.namespaces.set(prefix, 'urn:unknown');
    } else if ((reading.namespaces.get(prefix) ?? namespace) !== namespace)
      reading.reportTwice('prefix', prefix, place);
    else reading.namespaces.set(prefix, namespace);
  }
}
