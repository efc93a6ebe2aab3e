import type { ProblemKind } from './kind.ts';

/** Expressions in a feature. */
export const expressionKinds = {
  EXPRESSION_SYNTAX: { blame: 'author', summary: 'The expression cannot be read.', action: 'See docs/expressions.md.' },
  EXPRESSION_FORGOTTEN: {
    blame: 'author',
    summary: 'A text looks like a field whose = was forgotten.',
    action: 'Write = before it.',
  },
  EXPRESSION_TYPE: {
    blame: 'author',
    summary: 'The types in the expression do not fit.',
    action: 'See docs/expressions.md.',
  },
  EXPRESSION_UNKNOWN_NAME: {
    blame: 'author',
    summary: 'The expression names what is not there.',
    action: 'Mend the name; the hint lists what is near.',
  },
  EXPRESSION_FAILED: {
    blame: 'author',
    summary: 'The expression went wrong on this data.',
    action: 'Guard it, e.g. `has(x) ? … : …`.',
  },
} as const satisfies Record<string, ProblemKind>;
