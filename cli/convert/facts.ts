import { Decimal } from '../../engine/decimal.ts';
import invoice from '../../schemas/invoice.schema.json' with { type: 'json' };

/** One fact of the business data. */
export interface Fact {
  /** As problems have it: `lines[0].item.name`. */
  readonly path: string;
  /** The business term of EN 16931, such as BT-153; absent where it has none. */
  readonly term?: string;
  readonly value: string;
}

interface Schema {
  readonly title?: string;
  readonly $ref?: string;
  readonly 'x-term'?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
const model: Schema = invoice;
const definitions: Readonly<Record<string, Schema>> = invoice.$defs;

/** The facts that stand in the first and not, at the same place, in the second. 1.0 and 1.00 are one. */
export function missingFrom(first: unknown, second: unknown): readonly Fact[] {
  const there = new Map(factsOf(second).map(({ path, value }) => [path, value]));
  return factsOf(first).filter(({ path, value }) => {
    const other = there.get(path);
    return other === undefined || !same(value, other);
  });
}

function same(one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [Decimal.parse(one), Decimal.parse(other)];
  return first !== undefined && second !== undefined && first.minus(second).toString() === '0';
}

function factsOf(value: unknown, path = '', schema: Schema = model): Fact[] {
  const own = resolved(schema);
  if (Array.isArray(value)) return value.flatMap((each, at) => factsOf(each, `${path}[${at}]`, own.items));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) =>
      factsOf(member, path === '' ? name : `${path}.${name}`, own.properties?.[name]),
    );
  }
  if (value === null || value === undefined || value === '') return [];
  const term = own['x-term'];
  return [{ path, ...(term !== undefined && { term }), value: String(value) }];
}

/** What stands beside a reference goes before what it refers to: the same shape is another business term elsewhere. */
function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  const shape = name === undefined ? undefined : definitions[name];
  return shape === undefined ? schema : { ...resolved(shape), ...schema };
}
