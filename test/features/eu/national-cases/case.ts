import type { Document } from '../national.ts';

/** What breaks a rule of a national specification: the rule, what is changed in an example, and in which one. */
export type NationalCase = readonly [rule: string, changes: Readonly<Record<string, unknown>>, document?: Document];

export interface National {
  /** The Schematron that has the rules. */
  readonly artefact: string;
  /** Its own rules, beside those of EN 16931. */
  readonly own: RegExp;
  readonly cases: readonly NationalCase[];
}

/** As a change: the field is left out. */
export const none = undefined;
