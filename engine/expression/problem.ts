/** What is wrong with an expression; `offset` and `length` point into its text without the `=`. */
export interface ExpressionProblem {
  readonly code: 'EXPRESSION_SYNTAX' | 'EXPRESSION_TYPE' | 'EXPRESSION_UNKNOWN_NAME' | 'YAML_UNQUOTED_EXPRESSION';
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
  readonly length: number;
}
