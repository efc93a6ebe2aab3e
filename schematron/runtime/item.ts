import { Decimal } from './decimal.ts';
import type { Duration } from './duration.ts';
import type { Temporal } from './temporal.ts';

/**
 * The items of XPath's data model as JavaScript values, for places where a type is not known beforehand:
 *
 *     node          its id, a number (documents beside the rule set have ids from `documentStride` on)
 *     xs:string     a string
 *     xs:boolean    a boolean
 *     all others    an object of one of the classes here
 */
export type Item = number | Atomic;
export type Atomic =
  | string
  | boolean
  | Untyped
  | Decimal
  | Double
  | Temporal
  | Duration
  | QualifiedName
  | AnyUri
  | Binary;

/** xs:untypedAtomic: what every element and attribute of a document without schema holds. */
export class Untyped {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class Double {
  readonly value: number;
  readonly type: 'double' | 'float';

  constructor(value: number, type: 'double' | 'float' = 'double') {
    this.value = value;
    this.type = type;
  }
}

export class QualifiedName {
  readonly prefix: string;
  readonly uri: string;
  readonly local: string;

  constructor(prefix: string, uri: string, local: string) {
    this.prefix = prefix;
    this.uri = uri;
    this.local = local;
  }
}

export class AnyUri {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

/** The value in upper-case hexadecimal digits or canonical base64. */
export class Binary {
  readonly type: 'hexBinary' | 'base64Binary';
  readonly value: string;

  constructor(type: 'hexBinary' | 'base64Binary', value: string) {
    this.type = type;
    this.value = value;
  }
}

/** The primitive type's name, as messages and dispatch tables use it. */
export function typeName(item: Atomic): string {
  if (typeof item === 'string') return 'string';
  if (typeof item === 'boolean') return 'boolean';
  if (item instanceof Untyped) return 'untypedAtomic';
  if (item instanceof Decimal) return item.isInteger ? 'integer' : 'decimal';
  if (item instanceof QualifiedName) return 'QName';
  if (item instanceof AnyUri) return 'anyURI';
  return item.type;
}
