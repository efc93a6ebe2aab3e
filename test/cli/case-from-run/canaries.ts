import type { InputCheck } from '../../../engine/index.ts';
import invoice from '../../../schemas/invoice.schema.json' with { type: 'json' };

type Schema = Readonly<Record<string, unknown>>;
type Data = Record<string, unknown>;

/** Texts that would name somebody, and can be looked for: as free a form as the field takes. */
const forms: readonly ((number: number) => string)[] = [
  (number) => `Kanárie ${number} <vogel${number}@kanarie.example>, Käfiggasse ${number}, «55 1000-${2000 + number}»`,
  (number) => `Kanarie.${number}@vogel.example`,
  (number) => `KANARIENVOGEL${number}X`,
  (number) => `Vogel ${number}`,
  (number) => `K${String(number).padStart(3, '0')}v`,
  (number) => `${8_712_000_000 + number}`,
  (number) => `15  48  3009  ${7_700_000 + number}`,
  (number) => `caca0bad-0bad-4bad-8bad-${String(100_000_000_000 + number)}`,
  (number) => `KAV${String(800_101 + (number % 20))}9Z${number % 10}`,
];

export interface Planted {
  readonly data: Data;
  readonly canaries: readonly string[];
  /** The paths of texts that no canary fits into. */
  readonly unfit: readonly string[];
}

/** Lines have lines, without an end: those of a line's line are like it. */
const deeper = /(lines\[\]\.?){3}/;

/**
 * Puts a canary into every text that the invoice model has, also where the data has none yet, as far as the input takes it;
 * what is at a path that is `fixed` stays.
 */
export function plant(data: unknown, input: InputCheck, fixed: readonly RegExp[]): Planted {
  const planted = structuredClone(data) as Data;
  const canaries: string[] = [];
  const unfit: string[] = [];
  const isFine = (): boolean => input.check(planted).every(({ severity }) => severity !== 'error');

  const fill = (schema: Schema, holder: object, key: string | number, path: string): void => {
    if (deeper.test(path) || fixed.some((each) => each.test(path))) return;
    const before: unknown = Reflect.get(holder, key);
    const target = resolve(schema);
    if (target.type === 'array') {
      const items = Array.isArray(before) ? before : [];
      const list: unknown[] = items.length > 0 ? items : [undefined];
      Reflect.set(holder, key, list);
      for (const index of list.keys()) fill(target.items as Schema, list, index, `${path}[]`);
      if (!isFine() || (items.length === 0 && list[0] === undefined)) restore(holder, key, before);
    } else if (target.type === 'object') {
      const { properties = {} } = target as { properties?: Readonly<Record<string, Schema>> };
      const part = typeof before === 'object' && before !== null ? before : required(target);
      Reflect.set(holder, key, part);
      if (!isFine()) {
        restore(holder, key, before);
        return;
      }
      for (const [name, each] of Object.entries(properties)) fill(each, part, name, `${path}.${name}`);
    } else if (target.type === 'string') {
      for (const form of forms) {
        const canary = form(canaries.length);
        Reflect.set(holder, key, canary);
        if (!isFine()) continue;
        canaries.push(canary);
        return;
      }
      restore(holder, key, before);
      unfit.push(path);
    }
  };
  for (const [name, each] of Object.entries(invoice.properties)) fill(each, planted, name, name);
  return { data: planted, canaries, unfit: [...new Set(unfit)] };
}

/** The least that an object must have. */
function required(schema: Schema): Data {
  const { properties = {}, required: names = [] } = schema as {
    properties?: Readonly<Record<string, Schema>>;
    required?: readonly string[];
  };
  return Object.fromEntries(
    names.map((name) => {
      const { type, format, enum: values } = resolve(properties[name] ?? {});
      if (type === 'object') return [name, required(resolve(properties[name] ?? {}))];
      if (Array.isArray(values)) return [name, values[0]];
      return [name, format === 'date' ? '2026-03-01' : Array.isArray(type) ? '1' : 'X'];
    }),
  );
}

function restore(holder: object, key: string | number, before: unknown): void {
  if (before === undefined) Reflect.deleteProperty(holder, key);
  else Reflect.set(holder, key, before);
}

function resolve(schema: Schema): Schema {
  const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
  const target = name === undefined ? undefined : (invoice.$defs as Readonly<Record<string, Schema>>)[name];
  return target ? { ...target, ...schema, ...(target.type ? { type: target.type } : {}) } : schema;
}
