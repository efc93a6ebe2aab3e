import type { Expression, Name } from '../xpath/index.ts';
import { StaticProblem } from '../xpath/index.ts';
import type { Base } from './bases.ts';
import type { ModuleBuilder } from './module.ts';
import { renamed } from './rename.ts';
import type { Code, Type } from './types.ts';

/** A user's function (xsl:function), by `{uri}local/arity`. */
export interface UserFunction {
  readonly js: string;
  readonly parameters: readonly (DeclaredType | undefined)[];
  readonly result: Type;
}

/** A sequence type as declared, ready to convert values to. */
export interface DeclaredType {
  readonly type: Type;
  /** Local name of the atomic type; absent for nodes and items. */
  readonly atomic?: string;
}

/** What an expression is generated in: what `.` and `$x` are, and where helper functions go. */
export interface Scope {
  readonly module: ModuleBuilder;
  /** Text of the whole expression, for comments. */
  readonly text: string;
  /** The context item; absent in functions. */
  readonly context?: Code;
  /** Of the context node of a rule, where its path is known. */
  readonly base?: Base;
  /** XSLT's current(): the context item of the whole expression. */
  readonly current?: Code;
  readonly position?: string;
  readonly last?: string;
  readonly variables: ReadonlyMap<string, Code>;
  /** Variables of the whole rule set, by `{uri}local`. */
  readonly globals?: (name: string) => Code | undefined;
  readonly functions: ReadonlyMap<string, UserFunction>;
  readonly keys: ReadonlyMap<string, number>;
  /** Identifiers of the generated function's parameters and locals that inner code may use. */
  readonly locals: readonly string[];
  readonly depth: number;
}

export function expandedName({ uri, local }: Pick<Name, 'uri' | 'local'>): string {
  return `{${uri}}${local}`;
}

/** A new local identifier, which inner code may use. */
export function withLocal(scope: Scope, letter: string): { readonly name: string; readonly inner: Scope } {
  const depth = scope.depth + 1;
  const name = `${letter}${depth}`;
  return { name, inner: { ...scope, depth, locals: [...scope.locals, name] } };
}

/** The scope of what is evaluated for another context item. */
export function withContext(scope: Scope, context: Code): Scope {
  const { position: _, last: __, base: ___, ...rest } = scope;
  return { ...rest, context };
}

export function withVariable(scope: Scope, name: Name, value: Code): Scope {
  return { ...scope, variables: new Map(scope.variables).set(expandedName(name), value) };
}

export function variableOf(scope: Scope, name: Name): Code | undefined {
  const key = expandedName(name);
  return scope.variables.get(key) ?? scope.globals?.(key);
}

export function contextOf(scope: Scope, at: Expression): Code {
  if (scope.context !== undefined) return scope.context;
  throw new StaticProblem('XPDY0002', 'there is no context item here', at.start, at.end);
}

/** Makes the statements of `body` a function of their own and answers the call of it. */
export function hoist(scope: Scope, hint: string, body: string, of?: Expression): string {
  return hoisted(scope, hint, body, of, false);
}

/** The same, of statements that answer true or false. */
export function hoistTest(scope: Scope, hint: string, body: string, of: Expression): string {
  return hoisted(scope, hint, body, of, true);
}

function hoisted(scope: Scope, hint: string, body: string, of: Expression | undefined, isTest: boolean): string {
  const given = scope.locals.filter((local) => mentionsLocal(body, local));
  const comment = of === undefined ? '' : scope.text.slice(of.start, of.end);
  const own = renamed(given, body);
  const name = scope.module.function(hint, own.parameters, own.body, comment, isTest);
  return `${name}(${given.join(', ')})`;
}

/** Whether an identifier occurs in generated code; one that occurs in a string only is taken for one, which does no harm. */
export function mentionsLocal(js: string, local: string): boolean {
  for (let at = js.indexOf(local); at >= 0; at = js.indexOf(local, at + 1))
    if (!isNamePart(js.charCodeAt(at - 1)) && !isNamePart(js.charCodeAt(at + local.length))) return true;
  return false;
}

/** A letter, a digit, `_` or `$`; nothing before the start and after the end. */
function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36
  );
}
