import { type Expression, fn, StaticProblem, xs } from '../xpath/index.ts';
import { constructed } from './casts.ts';
import { condition } from './condition.ts';
import { argument, asArray, boxed, single, values } from './convert.ts';
import { infer } from './infer.ts';
import { signatureOf } from './library.ts';
import { each } from './path.ts';
import { contextOf, expandedName, hoist, type Scope } from './scope.ts';
import { codeList, staticRegex } from './shortcuts.ts';
import { atomized, type Code, many, one, optional } from './types.ts';
import { userCall } from './user-functions.ts';
import { value } from './value.ts';

type Call = Expression & { readonly kind: 'call' };

/** A function call. */
export function callOf(e: Call, scope: Scope): Code {
  const user = scope.functions.get(`${expandedName(e.name)}/${e.arguments.length}`);
  if (user !== undefined) return userCall(user, e.arguments, scope);
  if (e.name.uri === xs) return constructed(e, scope);
  const signature = e.name.uri === fn ? signatureOf(e.name.local, e.arguments.length) : undefined;
  if (signature === undefined) throw unknown(e);
  const special = writers[e.name.local];
  const written = special?.(e, scope);
  if (written !== undefined) return written;
  const { module } = scope;
  const type = infer(e, scope);
  const given: readonly Expression[] =
    e.arguments.length === 0 && signature.ofContext === true
      ? [{ kind: 'context', start: e.start, end: e.end }]
      : e.arguments;
  // lang('en') too is about the context item.
  const all = given.length < signature.parameters.length ? [...given, contextExpression(e)] : given;
  const args = all.map((one, at) => argument(one, scope, signature.parameters[at] ?? 'item*'));
  if (signature.before !== undefined) args.unshift(signature.before);
  if (signature.after !== undefined) args.push(signature.after);
  const js = `${module.runtime(signature.runtime)}(${args.join(', ')})`;
  return unboxedResult(js, type, e, scope);
}

/** abs(), round() and so on answer the number's object; what is known to be a double is held as a number. */
function unboxedResult(js: string, type: Code['type'], e: Call, scope: Scope): Code {
  if (!['abs', 'floor', 'ceiling', 'round', 'round-half-to-even'].includes(e.name.local)) return { js, type };
  if (type.kind !== 'double') return { js, type };
  return { js: `${scope.module.runtime(type.occurs === 'one' ? 'unboxDouble' : 'unboxDoubleIf')}(${js})`, type };
}

function contextExpression({ start, end }: Call): Expression {
  return { kind: 'context', start, end };
}

function unknown(e: Call): StaticProblem {
  const name = e.name.prefix === '' ? e.name.local : `${e.name.prefix}:${e.name.local}`;
  const what = `there is no function ${name} with ${e.arguments.length} argument${e.arguments.length === 1 ? '' : 's'}`;
  return new StaticProblem('XPST0017', what, e.start, e.end);
}

type Writer = (e: Call, scope: Scope) => Code | undefined;

const boolean: Writer = (e, scope) => ({ js: condition(e, scope), type: one('boolean') });

/** Functions whose code is not just a call. */
const writers: Readonly<Record<string, Writer>> = {
  true: () => ({ js: 'true', type: one('boolean') }),
  false: () => ({ js: 'false', type: one('boolean') }),
  not: boolean,
  boolean,
  exists: boolean,
  empty: boolean,
  count,
  string,
  data,
  position: (e, scope) => position(e, scope.position),
  last: (e, scope) => position(e, scope.last),
  reverse: (e, scope) => reordered(e, scope, 'reverse'),
  unordered: (e, scope) => value(first(e), scope),
  trace: (e, scope) => value(first(e), scope),
  current: (e, scope) => scope.current ?? contextOf(scope, e),
  concat,
  number: numberOf,
  matches: staticRegex,
  replace: staticRegex,
  tokenize: staticRegex,
  contains: codeList,
  sum,
  key,
  document: documentOf,
  doc: documentOf,
  error: (e, scope) => {
    const texts = e.arguments.slice(1, 2).map((one) => argument(one, scope, 'string?'));
    return { js: `${scope.module.runtime('raise')}(${texts.join(', ')})`, type: optional('item') };
  },
};

function first(e: Call): Expression {
  const [argument] = e.arguments;
  if (argument === undefined) throw unknown(e);
  return argument;
}

function count(e: Call, scope: Scope): Code {
  const given = first(e);
  const type = infer(given, scope);
  if (type.empty === true) return { js: '0', type: one('count') };
  if (type.kind === 'node' && ['path', 'step', 'filter'].includes(given.kind)) {
    const body = each(given, scope, 'distinct', () => 'out++;');
    return { js: hoist(scope, 'count', `let out = 0;\n${body}\nreturn out;`, e), type: one('count') };
  }
  const code = value(given, scope);
  return { js: `${asArray(code, scope.module)}.length`, type: one('count') };
}

function string(e: Call, scope: Scope): Code {
  const code = single(e.arguments[0] ?? contextExpression(e), scope);
  const { kind, occurs } = code.type;
  if (kind === 'string' || kind === 'untyped')
    return { js: occurs === 'one' ? code.js : `${scope.module.runtime('orEmpty')}(${code.js})`, type: one('string') };
  const box = boxed(code, scope.module, 'atomic').js;
  return { js: `${scope.module.runtime('stringOrEmpty')}(${box})`, type: one('string') };
}

function data(e: Call, scope: Scope): Code {
  return values(e.arguments[0] ?? contextExpression(e), scope);
}

function position(e: Call, counter: string | undefined): Code {
  if (counter !== undefined) return { js: counter, type: one('count') };
  const what = `${e.name.local}() says something in predicates, and of the node that a rule takes`;
  throw new StaticProblem('XPDY0002', what, e.start, e.end);
}

function reordered(e: Call, scope: Scope, runtime: string): Code {
  const code = value(first(e), scope);
  const js = `${scope.module.runtime(runtime)}(${asArray(code, scope.module)})`;
  return { js, type: { ...code.type, occurs: 'many' } };
}

function concat(e: Call, scope: Scope): Code {
  const parts = e.arguments.map((one) => string({ ...e, arguments: [one] }, scope).js);
  return { js: `(${parts.join(' + ')})`, type: one('string') };
}

function numberOf(e: Call, scope: Scope): Code | undefined {
  const code = single(e.arguments[0] ?? contextExpression(e), scope);
  const { kind } = code.type;
  if (kind !== 'untyped' && kind !== 'string') return undefined;
  return { js: `${scope.module.runtime('numberOfText')}(${code.js})`, type: one('double') };
}

/** Sums of untyped values are doubles; of nothing, the integer 0. */
function sum(e: Call, scope: Scope): Code | undefined {
  const given = first(e);
  if (e.arguments.length !== 1) return undefined;
  const { kind } = atomized(infer(given, scope));
  const { module } = scope;
  if (kind === 'decimal' || kind === 'integer')
    return { js: `${module.runtime('sumDecimals')}(${asArray(values(given, scope), module)})`, type: one(kind) };
  return undefined;
}

function key(e: Call, scope: Scope): Code {
  const [name, wanted] = e.arguments;
  const number = name?.kind === 'literal' ? scope.keys.get(name.value) : undefined;
  if (number === undefined || wanted === undefined)
    throw new StaticProblem('XTDE1260', 'the key’s name must be written out, and be declared', e.start, e.end);
  const values = argument(wanted, scope, 'atomic*');
  return {
    js: `${scope.module.runtime('lookUp')}(key_${number}(session), ${values})`,
    type: { kind: 'node', occurs: 'many', main: true },
  };
}

/** Only files that stand beside the rule set and are named in it are read, when it is compiled. */
function documentOf(e: Call, scope: Scope): Code {
  const given = first(e);
  if (given.kind !== 'literal')
    throw new StaticProblem('FODC0002', 'only a file that is named here can be read', e.start, e.end);
  if (given.value === '') return { js: '[0]', type: { kind: 'node', occurs: 'many', main: true } };
  const node = `${scope.module.document(given.value) + 1} * ${scope.module.runtime('documentStride')}`;
  return { js: `[${node}]`, type: many('node') };
}
