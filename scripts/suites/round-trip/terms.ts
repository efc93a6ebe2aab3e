import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, type XmlNode } from 'libxml2-wasm';
import { parse } from 'yaml';
import { packageFolder } from '../../../platform/environment/index.ts';

/** Where the business terms of EN 16931 stand in a syntax: written from the standard, beside the mappings and apart from them. */
export interface TermTable extends Place {
  readonly namespaces: Readonly<Record<string, string>>;
}

interface Place {
  /** XPath 1.0 by term. */
  readonly terms?: Readonly<Record<string, string>>;
  readonly groups?: Readonly<Record<string, Group>>;
}

interface Group extends Place {
  readonly at: string;
}

/** `test/features/eu/terms/<syntax>.yaml`. */
export const readTerms = (syntax: 'ubl' | 'cii'): TermTable =>
  parse(readFileSync(join(packageFolder, `test/features/eu/terms/${syntax}.yaml`), 'utf8'));

/** Every value of a document, by its term and the occurrences of groups around it: `BG-25[2]/BT-131` → `10.00`. */
export function termsOf(bytes: Uint8Array, table: TermTable): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const document = XmlDocument.fromBuffer(bytes);
  try {
    collect(document.root, table, '', found, table.namespaces);
  } finally {
    document.dispose();
  }
  return found;
}

function collect(
  from: XmlNode,
  { terms = {}, groups = {} }: Place,
  prefix: string,
  found: Map<string, string>,
  namespaces: TermTable['namespaces'],
): void {
  for (const [term, path] of Object.entries(terms)) {
    const values = from.find(path, namespaces).map((node) => normal(node.content));
    const present = [...new Set(values)].filter((value) => value !== '');
    if (present.length > 0) found.set(prefix + term, present.join(' | '));
  }
  for (const [name, group] of Object.entries(groups)) {
    for (const [index, node] of from.find(group.at, namespaces).entries())
      collect(node, group, `${prefix}${name}[${index + 1}]/`, found, namespaces);
  }
}

/** White space at the ends and the zone of a day mean nothing; `.5`, `+0.5` and `0.5` are one number, but `0.50` has another precision. */
function normal(text: string): string {
  const trimmed = text.trim().replace(/^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)$/, '$1');
  const number = /^\+?(-?)(\d*)(?:\.(\d*))?$/.exec(trimmed);
  if (number === null || trimmed === '' || /^0\d/.test(trimmed)) return trimmed;
  const [, sign = '', whole = '', rest = ''] = number;
  return `${sign}${whole || '0'}${rest === '' ? '' : `.${rest}`}`;
}

/** `- BT-10 x` is missing in the second, `+` only there. */
export function termDifferences(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] {
  const missing = [...one].filter(([term, value]) => other.get(term) !== value).map(([t, value]) => `- ${t} ${value}`);
  const more = [...other].filter(([term, value]) => one.get(term) !== value).map(([t, value]) => `+ ${t} ${value}`);
  return [...missing, ...more];
}
