import { EvaluationError } from '@marcbachmann/cel-js';
import { fail, TimbreError } from '../errors.ts';
import { typeHint, typeMessage } from './cel-problem.ts';
import type { Rewritten } from './rewrite.ts';

/** Turns what went wrong while evaluating into EXPRESSION_FAILED, naming what is absent. */
export function failWith(error: unknown, expression: string, rewritten: Rewritten): never {
  if (error instanceof TimbreError) throw error;
  if (!(error instanceof EvaluationError)) {
    if (error instanceof RangeError) fail('EXPRESSION_FAILED', `${error.message}, in \`${expression}\``);
    throw error;
  }
  const part = absentPart(error, expression, rewritten);
  if (part === undefined) {
    const summary = error.summary.replace(/\bdyn<([^<>]+)>/g, '$1');
    return fail('EXPRESSION_FAILED', `${typeMessage(summary)}, in \`${expression}\``, { hint: typeHint(summary) });
  }
  const path = /^invoice\.([\w.[\]]+)$/.exec(part.text)?.[1];
  const hint = `Guard it, e.g. or(${part.text}, …) or has(${part.text}) ? … : null.`;
  const what = part.object ? 'absent, or an object' : 'absent';
  return fail('EXPRESSION_FAILED', `\`${part.text}\` is ${what}, in \`${expression}\``, { hint, path });
}

interface Part {
  readonly text: string;
  /** It is of no known shape: absent or an object, the library does not say. */
  readonly object: boolean;
}

/** The operand or argument that the library met no value in. */
function absentPart(error: EvaluationError, expression: string, rewritten: Rewritten): Part | undefined {
  const node = error.node;
  if (node === undefined) return undefined;
  const part = (span: Span | undefined, type: string | undefined): Part | undefined => {
    const found = nothing.exec(type ?? '')?.[1];
    if (span === undefined || found === undefined) return undefined;
    const text = expression.slice(rewritten.original(span.start), rewritten.original(span.end));
    return { text, object: found === 'data' };
  };
  const named = /^absent_argument:(\d+)$/.exec(error.code)?.[1];
  if (node.op === 'call') {
    if (named !== undefined) return part(node.args[1][Number(named)], 'null');
    const types = /for '\w+\((.*)\)'$/.exec(error.summary)?.[1]?.split(', ') ?? [];
    const index = types.findIndex((type) => nothing.test(type));
    return part(node.args[1][index], types[index]);
  }
  if (node.op === 'rcall') return part(node.args[1], /for '(\w+)\./.exec(error.summary)?.[1]);
  const operands = /no such overload: (\S+) \S+ (\S+)$/.exec(error.summary);
  if (operands === null || !isPair(node.args)) return undefined;
  return part(node.args[0], operands[1]) ?? part(node.args[1], operands[2]);
}

const nothing = /^(?:dyn<)?(null|data)>?$/;

type Span = { start: number; end: number };

const isSpan = (value: unknown): value is Span =>
  typeof value === 'object' && value !== null && 'start' in value && 'end' in value;

const isPair = (args: unknown): args is [Span, Span] => Array.isArray(args) && args.length === 2 && args.every(isSpan);
