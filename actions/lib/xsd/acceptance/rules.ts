import type { AttributesRule } from './attributes.ts';
import type { State } from './automaton.ts';
import type { Values } from './values.ts';

/** What an element is when it is certainly right. */
export interface ElementRule {
  /** Undefined where libxml2 says what is right. */
  readonly type: TypeRule | undefined;
  /** What its text has to be, as the schema has it. */
  readonly fixed: string | undefined;
  /** A value is declared for where it is left empty. */
  readonly preset: boolean;
}

export interface TypeRule {
  readonly attributes: AttributesRule;
  readonly content: TextRule | ChildrenRule;
}

/** Text and no children. */
export interface TextRule {
  readonly values: Values;
}

export interface ChildrenRule {
  readonly values?: undefined;
  readonly start: State<Child>;
  readonly mostChildren: number;
  /** Text may stand between them. */
  readonly mixed: boolean;
  /** By local name. */
  readonly named: ReadonlyMap<string, readonly NamedChild[]>;
  readonly wildcards: readonly Wildcard[];
}

export type Child = NamedChild | Wildcard;

export interface NamedChild {
  readonly namespace: string;
  readonly element: ElementRule;
}

/** Lets global elements of some namespaces in. */
export interface Wildcard {
  readonly admits: (namespace: string) => boolean;
}
