import { randomFrom } from '../../../../sandbox/random.ts';
import type { Template, Vocabulary } from './vocabulary.ts';

/** Values that white space, references, Unicode and quotes could spoil. */
const VALUES = [
  '',
  ' ',
  'plain',
  ' both ends ',
  'two  spaces',
  'tab&#9;and&#xA;line',
  '\n\twritten\r\n line ',
  'a&amp;b &lt;c&gt; &quot;d&apos;',
  '&#160;no-break&#xa0;',
  'ñ Á é ü',
  '日本 \u{1F9FE}',
  '|pipe|',
  '&#x1F600;',
  '\u2003em\u2003',
  'CDATA ]]&gt;',
  '0.000000',
];

/**
 * A CFDI 4.0 whose complement uses all that one official stylesheet looks at: attributes present, absent and empty, elements
 * absent and repeated, an element nobody knows with text in it.
 */
export function synthesise(main: Vocabulary, complement: Vocabulary, seed: number, presence: number): string {
  const making: Making = {
    chance: randomFrom(seed),
    presence,
    templates: new Map([...main.templates, ...complement.templates].map((each) => [each.element, each])),
    complement: complement === main ? [] : complement.templates.map((each) => each.element),
  };
  const namespaces = Object.entries({ ...main.namespaces, ...complement.namespaces });
  const declared = namespaces.map(([prefix, namespace]) => ` xmlns:${prefix}="${namespace}"`).join('');
  const document = element(making, 'cfdi:Comprobante', [], 0);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!-- made -->${document.replace('<cfdi:Comprobante', `<cfdi:Comprobante${declared}`)}`;
}

interface Making {
  readonly chance: () => number;
  /** How likely an attribute is there. */
  readonly presence: number;
  readonly templates: ReadonlyMap<string, Template>;
  readonly complement: readonly string[];
}

function element(making: Making, name: string, inherited: readonly string[], depth: number): string {
  const template = making.templates.get(name);
  const names = [...new Set([...(template?.attributes ?? []), ...inherited])];
  const attributes = names
    .filter(() => making.chance() < making.presence)
    .map((attribute) => ` ${attribute}=${quoted(making, attribute)}`);
  const content = depth > 7 ? '' : contentOf(making, name, template, names, depth);
  return content === '' ? `<${name}${attributes.join('')}/>` : `<${name}${attributes.join('')}>${content}</${name}>`;
}

function quoted({ chance }: Making, attribute: string): string {
  if (attribute === 'version' && chance() < 0.5) return '"1.1"';
  const value = VALUES[Math.floor(chance() * VALUES.length)] ?? '';
  return chance() < 0.5 ? `"${value}"` : `'${value}'`;
}

function contentOf(
  making: Making,
  name: string,
  template: Template | undefined,
  names: readonly string[],
  depth: number,
): string {
  const { chance } = making;
  const holdsComplement = /^cfdi:Complemento/.test(name);
  const children = (template?.paths ?? []).filter(([first]) => first !== name).map((path) => path);
  const made = children.flatMap((path) =>
    Array.from({ length: Math.floor(chance() * 3) }, () => nested(making, path, names, depth)),
  );
  if (holdsComplement) {
    made.push(...making.complement.map((each) => element(making, each, [], depth + 1)));
    made.push('<unknown xmlns="urn:nobody">text <b> in </b><![CDATA[ <raw> &]]>\n</unknown>');
  }
  if (template === undefined && chance() < 0.5) made.push(' text\n <!-- and --> &amp; more ');
  return made.join(chance() < 0.5 ? '\n  ' : '');
}

function nested(making: Making, path: readonly string[], names: readonly string[], depth: number): string {
  const [first, ...rest] = path;
  if (first === undefined) return '';
  if (rest.length === 0) return element(making, first, making.templates.has(first) ? [] : names, depth + 1);
  const inner = Array.from({ length: 2 }, () => nested(making, rest, names, depth + 1)).join('');
  return `<${first}>${inner}</${first}>`;
}
