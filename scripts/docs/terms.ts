import invoice from '../../schemas/invoice.schema.json' with { type: 'json' };
import { table } from './table.ts';

interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly 'x-term'?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Term {
  readonly name: string;
  readonly path: string;
  readonly schema: Schema;
}

const definitions: Readonly<Record<string, Schema>> = invoice.$defs;

/** For who knows the terms of EN 16931 by number: the field of the business data that each of them is. */
export function termsPage(): string {
  const terms = termsIn(invoice, '', []);
  const having = (form: RegExp) => terms.filter(({ name }) => form.test(name)).sort(byNumber);
  return `${[
    '<!-- Made from schemas/invoice.schema.json by `npm run generate`. -->',
    '# Business terms, and the fields they are',
    'Specifications on EN 16931 speak of business terms (BT) and groups (BG). This is where each of them stands in the [business data](../schemas/README.md), as rules, mappings and problems name it: BT-20 is `invoice.paymentTerms.text` in an expression. `[]` is each item of a list; what stands in braces are members.',
    '## Terms',
    tableOf(having(/^BT-\d+$/)),
    '## Groups',
    tableOf(having(/^BG-\d+$/)),
    '## Of extensions',
    "BT-X and BG-X are Factur-X's and ZUGFeRD's profile EXTENDED, DEX those of XRechnung's extension.",
    tableOf(having(/^B[TG]-(X|DEX)-/)),
  ].join('\n\n')}\n`;
}

/** The terms below a node, in the order of the schema. A shape within itself, such as a line's lines, is not gone into again. */
function termsIn(written: Schema, path: string, within: readonly string[]): readonly Term[] {
  const schema = resolved(written);
  const name = schema['x-term'];
  const own = name === undefined ? [] : [{ name, path, schema }];
  if (written.$ref !== undefined && within.includes(written.$ref)) return own;
  const inside = written.$ref === undefined ? within : [...within, written.$ref];
  const members = Object.entries(schema.properties ?? {});
  const below = members.flatMap(([key, member]) => termsIn(member, path === '' ? key : `${path}.${key}`, inside));
  return [...own, ...below, ...(schema.items === undefined ? [] : termsIn(schema.items, `${path}[]`, inside))];
}

/** What stands beside a reference goes before what it refers to: the same shape is another business term elsewhere. */
function resolved(schema: Schema): Schema {
  const shape = definitions[schema.$ref?.replace('#/$defs/', '') ?? ''];
  return shape === undefined ? schema : { ...resolved(shape), ...schema };
}

function tableOf(terms: readonly Term[]): string {
  const rows = terms.map(({ name, path, schema }) => [name, `\`${path}${membersOf(schema)}\``, meaningOf(schema)]);
  return table(['term', 'field', 'what it is'], rows);
}

/** A term that is an object has its value in one of the members; a group's have terms of their own. */
function membersOf(schema: Schema): string {
  const { properties } = resolved(schema.items ?? schema);
  const list = schema.items === undefined ? '' : '[]';
  const groups = Object.values(properties ?? {}).some((member) => resolved(member)['x-term'] !== undefined);
  return properties === undefined || groups ? list : `${list} { ${Object.keys(properties).join(', ')} }`;
}

const meaningOf = ({ title, description }: Schema): string =>
  [title, description].filter((each) => each !== undefined).join(': ');

const byNumber = (one: Term, other: Term): number =>
  one.name.localeCompare(other.name, 'en', { numeric: true }) || one.path.localeCompare(other.path, 'en');
