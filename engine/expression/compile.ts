import { checkCalls } from './calls.ts';
import { problemOf } from './cel-problem.ts';
import { checkerFor } from './checker.ts';
import {
  type Block,
  emit,
  emitPath,
  type Names,
  typed,
  typedVariable,
  type UsedName,
  type Value,
} from './code/index.ts';
import type { CompiledExpression, JsonSchema, Scope } from './contract.ts';
import { parse, prepare } from './evaluator.ts';
import { failWith } from './failure.ts';
import { Kept } from './kept.ts';
import { longestExpression } from './language.ts';
import { checkPath, plainPath, readPath, type Segment } from './path.ts';
import type { ExpressionProblem } from './problem.ts';
import { rewrite } from './rewrite.ts';
import { tokensOf } from './scan.ts';
import { dyn, type Shape, schemaOf, shapeOf } from './shape.ts';
import { aliasOf } from './type-names.ts';
import { constantShape, describeShape, fits, inWords } from './types.ts';

export interface CompileOptions {
  /** A type the result must have: `string`, `bool`, `int`, `decimal` (int fits too), `list`, `object`, or `scalar` for any single value. */
  readonly expects?: string | undefined;
  /** A plain path may stand without `=`. */
  readonly bare?: boolean | undefined;
}

export type Compiled =
  | { readonly expression: CompiledExpression; readonly problems?: never }
  | { readonly problems: readonly ExpressionProblem[]; readonly expression?: never };

/**
 * Compiles a value of a feature's file: text that starts with `=` is an expression, `==x` the constant `=x`, all else a constant.
 * Checked against the scope's schemas; nothing is evaluated. The raw data an expression is later given must not change afterwards.
 */
export function compileExpression(value: unknown, scope: Scope, options: CompileOptions = {}): Compiled {
  const compiled = compileValue(value, scope, options);
  if (compiled.expression === undefined || options.expects === undefined) return compiled;
  const shape = shapes.get(compiled.expression) ?? dyn;
  if (fits(shape, options.expects)) return compiled;
  const message = `${inWords(options.expects)} is expected here, and this is ${inWords(describeShape(shape))}`;
  return refused({
    code: 'EXPRESSION_TYPE',
    message,
    offset: 0,
    length: Math.max(1, compiled.expression.source.length),
  });
}

/** The shape of what an expression gives, as a schema for a scope. */
export function resultSchema(expression: CompiledExpression): JsonSchema {
  return schemaOf(shapes.get(expression) ?? dyn);
}

/** The shape of one item of the list that an expression gives; undefined when it gives no list. */
export function itemSchema(expression: CompiledExpression): JsonSchema | undefined {
  const shape = shapes.get(expression) ?? dyn;
  return shape.kind === 'list' ? schemaOf(shape.item) : shape.kind === 'dyn' ? true : undefined;
}

const shapes = new WeakMap<CompiledExpression, Shape>();

/** What a name stands for in a generated function. */
export type Lookup = (name: string) => Value | undefined;

type Emitter = (block: Block, lookup: Lookup) => Value | undefined;

const emitters = new WeakMap<CompiledExpression, Emitter>();

/**
 * Puts into a block of a generated function what an expression gives, over names that the function has. Where the code throws
 * at run time, `evaluate` says what is right. Undefined where only `evaluate` can tell: what was put there by then has no effect,
 * but may throw.
 */
export function emitExpression(expression: CompiledExpression, block: Block, lookup: Lookup): Value | undefined {
  return emitters.get(expression)?.(block, lookup);
}

function compileValue(value: unknown, scope: Scope, options: CompileOptions): Compiled {
  if (typeof value !== 'string') return constant(value);
  const bare = options.bare === true ? plainPath(value) : undefined;
  if (bare !== undefined) return compilePath(value, bare, scope);
  if (!value.startsWith('=')) return constant(value);
  if (value.startsWith('==')) return constant(value.slice(1));
  const text = value.slice(1);
  if (text.trim() === '') return refused({ ...syntax('there is nothing after `=`'), length: 1 });
  if (text.length > longestExpression) return refused(syntax(`it is longer than ${longestExpression} characters`));
  const start = text.length - text.trimStart().length;
  const path = plainPath(text.trim());
  if (path === undefined) return compileCel(text, scope);
  return compilePath(
    text,
    path.map(({ name, offset }) => ({ name, offset: offset + start })),
    scope,
  );
}

function constant(value: unknown): Compiled {
  const source = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  const result = value === undefined || value === '' ? null : value;
  const shape = constantShape(value);
  return done({ source, type: describeShape(shape), constant: value, evaluate: () => result }, shape);
}

function compilePath(source: string, segments: readonly Segment[], scope: Scope): Compiled {
  const shape = checkPath(segments, scope);
  if ('code' in shape) return refused(shape);
  const path = segments.map((segment) => segment.name);
  return done({ source, type: describeShape(shape), path, evaluate: readPath(path) }, shape, (block, lookup) =>
    emitPath(path, lookup, block),
  );
}

/**
 * What is said again over the same schemas is compiled once: an overlay says nearly all that its base says, and a feature that is read anew
 * most of what it said before.
 */
const compiledBefore = new Kept<Compiled>();

function compileCel(source: string, scope: Scope): Compiled {
  const tokens = tokensOf(source);
  const used = usedNames(tokens, scope);
  const before = compiledBefore.get(used, source);
  if (before !== undefined) return before;
  const compiled = checkCel(source, tokens, used, scope);
  if (compiled.expression !== undefined) compiledBefore.set(used, compiled, source);
  return compiled;
}

function checkCel(source: string, tokens: Tokens, used: readonly UsedName[], scope: Scope): Compiled {
  const rewritten = rewrite(source, tokens, aliasOf);
  const checker = checkerFor(used);
  const calls = checkCalls(tokens);
  const { valid, type = 'dyn', error } = checker.check(rewritten.text);
  if (!valid && error?.name === 'ParseError') {
    return refused(problemOf(error, source, rewritten, Object.keys(scope), checker));
  }
  if (calls.length > 0) return { problems: calls };
  if (!valid && error !== undefined) return refused(problemOf(error, source, rewritten, Object.keys(scope), checker));
  const evaluate = prepare(rewritten.text, used, (error) => failWith(error, source, rewritten));
  return done({ source, type, evaluate }, checker.shape(type), (block, lookup) =>
    emit(parse(rewritten.text), aliased(lookup, used), block),
  );
}

type Tokens = ReturnType<typeof tokensOf>;

function usedNames(tokens: Tokens, scope: Scope): readonly UsedName[] {
  const candidates = tokens.filter((token, index) => token.type === 'name' && tokens[index - 1]?.text !== '.');
  const names = new Set(candidates.map((token) => token.text).filter((name) => Object.hasOwn(scope, name)));
  return [...names].map((name) => ({ name, alias: aliasOf(name), shape: shapeOf(scope[name] ?? true, name) }));
}

/** What a generated function's parameter `variables` has under a name. */
export const variableOf = (block: Block, name: string, schema: JsonSchema): Value =>
  typedVariable(block, name, shapeOf(schema, name));

/** What a variable of a generated function holds, as its schema says. */
export const typedValue = (block: Block, variable: string, schema: JsonSchema): Value =>
  typed(block, variable, variable, shapeOf(schema, variable), variable);

/** The names as they are called in the rewritten text. */
const aliased = (lookup: Lookup, used: readonly UsedName[]): Names =>
  new Map(
    used.flatMap(({ name, alias }) => {
      const value = lookup(name);
      return value === undefined ? [] : [[alias, value] as const];
    }),
  );

function done(expression: CompiledExpression, shape: Shape, emitter?: Emitter): Compiled {
  shapes.set(expression, shape);
  if (emitter !== undefined) emitters.set(expression, emitter);
  return { expression };
}

const refused = (problem: ExpressionProblem): Compiled => ({ problems: [problem] });

const syntax = (message: string): ExpressionProblem => ({ code: 'EXPRESSION_SYNTAX', message, offset: 0, length: 1 });
