import { EvaluationError } from '@marcbachmann/cel-js';
import { fail, TimbreError } from '../errors.ts';
import type { Rewritten } from './rewrite.ts';

/** Turns what went wrong while evaluating into EXPRESSION_FAILED, naming what is absent. */
export function failWith(error: unknown, expression: string, rewritten: Rewritten): never {
  if (error instanceof TimbreError) throw error;
  if (!(error instanceof EvaluationError)) {
    if (error instanceof RangeError) fail('EXPRESSION_FAILED', `${error.message}, in \`${expression}\``);
    throw error;
  }
  const part = absentPart(error, expression, rewritten);
  if (part === undefined) return fail('EXPRESSION_FAILED', `${error.summary}, in \`${expression}\``);
  const path = /^invoice\.([\w.[\]]+)$/.exec(part)?.[1];
  const hint = `Guard it, e.g. or(${part}, …) or has(${part}) ? … : null.`;
  return fail('EXPRESSION_FAILED', `\`${part}\` is absent, in \`${expression}\``, { hint, path });
}

/** The operand or argument that the library met null in. */
function absentPart(error: EvaluationError, expression: string, rewritten: Rewritten): string | undefined {
  const node = error.node;
  if (node === undefined) return undefined;
  const slice = (part: { start: number; end: number } | undefined): string | undefined =>
    part && expression.slice(rewritten.original(part.start), rewritten.original(part.end));
  const named = /^absent_argument:(\d+)$/.exec(error.code)?.[1];
  if (named !== undefined && node.op === 'call') return slice(node.args[1][Number(named)]);
  const nothing = /^(dyn<)?(null|data)>?$/;
  const operands = /no such overload: (\S+) (\S+) (\S+)$/.exec(error.summary);
  if (operands !== null && isBinary(node.args)) {
    if (nothing.test(operands[1] ?? '')) return slice(node.args[0]);
    return nothing.test(operands[3] ?? '') ? slice(node.args[1]) : undefined;
  }
  const types = /for '\w+\((.*)\)'$/.exec(error.summary)?.[1]?.split(', ') ?? [];
  if (node.op === 'call') return slice(node.args[1][types.findIndex((type) => nothing.test(type))]);
  if (node.op === 'rcall' && /for '(null|data)\./.test(error.summary)) return slice(node.args[1]);
  return undefined;
}

type Span = { start: number; end: number };

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

const isBinary = (args: unknown): args is [Span, Span] =>
  Array.isArray(args) && args.length === 2 && args.every(isSpan);
