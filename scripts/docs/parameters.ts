import { isObject } from '../../engine/json.ts';

type Schema = Readonly<Record<string, unknown>>;

/** One row a parameter, those inside an object with its name in front: `auth.basic.user`. */
export function parameterRows(schema: Schema, prefix = ''): string[][] {
  const required = listOf(schema.required);
  return Object.entries(objectOf(schema.properties)).flatMap(([name, value]) => {
    const member = objectOf(value);
    const must = required.includes(name) ? ', required' : '';
    return [
      [`\`${prefix}${name}\``, `${typeOf(member)}${must}`, meaningOf(member)],
      ...inner(member, `${prefix}${name}`),
    ];
  });
}

export interface ProfileParameters {
  readonly name: string;
  readonly summary: string;
  readonly schema: Schema;
}

/** What `with` takes for each value of its member `profile`. */
export const profilesOf = (schema: Schema): ProfileParameters[] =>
  listOf(schema.allOf).flatMap((each) => {
    const then = objectOf(objectOf(each).then);
    const profile = objectOf(objectOf(then.properties).profile);
    if (typeof profile.const !== 'string') return [];
    return [{ name: profile.const, summary: meaningOf(profile), schema: then }];
  });

/** What stands in an object, in the values of a map or a list, or in the long form of what has a short one. */
function inner(schema: Schema, path: string): string[][] {
  const forms = [schema, ...listOf(schema.anyOf).map(objectOf)];
  return forms.flatMap((form) => {
    const each = objectOf(form.additionalProperties);
    const below = Object.keys(each).length > 0 && hasMembers(each) ? inner(each, `${path}.<name>`) : [];
    return [...parameterRows(form, `${path}.`), ...below, ...parameterRows(objectOf(form.items), `${path}[].`)];
  });
}

const hasMembers = (schema: Schema): boolean =>
  [schema, ...listOf(schema.anyOf).map(objectOf)].some(({ properties }) => properties !== undefined);

/** The type in words: `string`, `one of …`, `string or object`. */
export function typeOf(schema: Schema): string {
  if (Array.isArray(schema.enum)) return `one of ${[...new Set(schema.enum.map(code))].join(', ')}`;
  if ('const' in schema) return code(schema.const);
  if (Array.isArray(schema.anyOf)) return [...new Set(schema.anyOf.map((each) => typeOf(objectOf(each))))].join(' or ');
  const each = objectOf(schema.items).enum;
  if (Array.isArray(each)) return `list of ${each.map(code).join(', ')}`;
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return typeof schema.type === 'string' ? schema.type : 'any';
}

function meaningOf({ description = '', default: standard }: Schema): string {
  const otherwise = standard === undefined || standard === '' ? '' : ` Without it ${code(standard)}.`;
  return `${String(description)}${otherwise}`.trim();
}

const code = (value: unknown): string => `\`${String(value)}\``;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const objectOf = (value: unknown): Schema => (isObject(value) ? value : {});
