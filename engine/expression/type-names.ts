import { dyn, type ObjectShape, type Shape } from './shape.ts';

/** Names that CEL gives a meaning of its own; a variable called so has another name in the text. */
const taken = new Set(
  'string bool int uint double map list bytes null_type type google cel optional dyn decimal date dateTime data ast'.split(
    ' ',
  ),
);
/** The name of a variable in the text that CEL gets. */
export const aliasOf = (name: string): string => (taken.has(name) ? `${name}_` : name);

/** Gives each object shape a CEL type name. `added` grows while members are named: iterating it names them all. */
export class TypeNames {
  /** Those that are not in what this one began with. */
  readonly added = new Map<string, ObjectShape>();
  readonly #objects: Map<string, ObjectShape>;
  readonly #names: Map<ObjectShape, string>;

  constructor(from?: TypeNames) {
    this.#objects = new Map(from === undefined ? [] : from.#objects);
    this.#names = new Map(from === undefined ? [] : from.#names);
  }

  name(shape: Shape): string {
    if (shape.kind === 'list') return `list<${this.name(shape.item)}>`;
    if (shape.kind !== 'object') return shape.kind;
    if (shape.members.size === 0 && shape.rest !== undefined) return `map<string, ${this.name(shape.rest)}>`;
    const before = this.#names.get(shape);
    if (before !== undefined) return before;
    let name = shape.name.replace(/[^\w.]/g, '_');
    if (taken.has(name) || /^[A-Z]?.?$/.test(name)) name += '_';
    while (this.#objects.has(name)) name += '_';
    this.#names.set(shape, name);
    this.#objects.set(name, shape);
    this.added.set(name, shape);
    return name;
  }

  shape(type: string): Shape {
    const item = /^list<(.*)>$/.exec(type)?.[1];
    if (item !== undefined) return { kind: 'list', item: this.shape(item) };
    const member = /^map<string, (.*)>$/.exec(type)?.[1];
    if (member !== undefined) return { kind: 'object', name: 'record', members: new Map(), rest: this.shape(member) };
    const object = this.#objects.get(type);
    if (object !== undefined) return object;
    const kind = scalars.find((each) => each === type);
    return kind === undefined ? dyn : { kind };
  }
}

const scalars = ['string', 'bool', 'int', 'decimal', 'date', 'dateTime'] as const;
