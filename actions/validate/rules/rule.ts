import type { CompiledExpression } from '../../../engine/expression.ts';
import type { Position } from '../../../engine/source.ts';
import type { Template } from './template.ts';

/** A rule on business data, compiled. */
export interface Rule {
  readonly id: string;
  readonly severity: 'error' | 'warning';
  /** Outermost first; the later ones may go over what the earlier ones name. */
  readonly loops: readonly Loop[];
  /** A loop gives its item or index a name that means something else outside. */
  readonly hides: boolean;
  readonly when: CompiledExpression | undefined;
  readonly check: Check;
  readonly message: Template | undefined;
  readonly hint: Template | undefined;
  readonly path: Template | undefined;
  readonly at: Position;
}

export interface Loop {
  readonly item: string;
  /** Counts from 0. */
  readonly index: string;
  readonly list: CompiledExpression;
}

export type Check =
  | { readonly holds: CompiledExpression }
  | { readonly list: string; readonly artefact: string; readonly value: CompiledExpression };

/** The artefacts whose code lists rules look into. */
export const artefactsOf = (rules: readonly Rule[]): readonly string[] => [
  ...new Set(rules.flatMap(({ check }) => ('artefact' in check ? [check.artefact] : []))),
];
