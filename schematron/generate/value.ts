import type { Expression, Literal } from '../xpath/index.ts';
import { StaticProblem } from '../xpath/index.ts';
import { arithmetic, signed } from './arithmetic.ts';
import { callOf } from './calls.ts';
import { cast, castable, instanceOf } from './casts.ts';
import { nodeComparison, valueComparison } from './comparison.ts';
import { condition } from './condition.ts';
import { argument, asArray, boxed, items, widened } from './convert.ts';
import { infer } from './infer.ts';
import { eachItem } from './iterate.ts';
import { nodes } from './path.ts';
import { filteredItems, predicatesOf } from './predicates.ts';
import { contextOf, hoist, type Scope, variableOf, withVariable } from './scope.ts';
import { type Code, emptySequence, many, one, type Type } from './types.ts';

/** The JavaScript expression for the value of an XPath expression, held as `infer` says. */
export function value(e: Expression, scope: Scope): Code {
  switch (e.kind) {
    case 'literal':
      return literal(e, scope);
    case 'context':
      return contextOf(scope, e);
    case 'variable':
      return variable(e, scope);
    case 'root':
    case 'step':
    case 'path':
    case 'set':
      return path(e, scope);
    case 'filter':
      return filter(e, scope);
    case 'sequence':
      return sequence(e, scope);
    case 'if':
      return choice(e, scope);
    case 'for':
      return flwor(e, scope);
    case 'range': {
      const from = argument(e.from, scope, 'count?');
      return {
        js: `${scope.module.runtime('range')}(${from}, ${argument(e.to, scope, 'count?')})`,
        type: many('count'),
      };
    }
    case 'call':
      return callOf(e, scope);
    case 'arithmetic':
      return arithmetic(e, scope);
    case 'negate':
    case 'plus':
      return signed(e, scope);
    case 'value':
      return valueComparison(e, scope);
    case 'order':
      return nodeComparison(e, scope);
    case 'cast':
      return cast(e, scope);
    case 'castable':
      return castable(e, scope);
    case 'instance':
      return { js: instanceOf(items(e.operand, scope), e.type, scope), type: one('boolean') };
    case 'treat':
      return treat(e, scope);
    default:
      return { js: condition(e, scope), type: one('boolean') };
  }
}

function literal(e: Literal, scope: Scope): Code {
  const { module } = scope;
  const type = infer(e, scope);
  if (e.type === 'string') return { js: JSON.stringify(e.value), type };
  if (type.kind === 'count' || e.type === 'double') return { js: String(Number(e.value)), type };
  const parse = module.runtime(e.type === 'integer' ? 'parseInteger' : 'parseDecimal');
  return { js: module.constant(`decimal_${e.value}`, `${parse}("${e.value}")`), type };
}

function variable(e: Expression & { kind: 'variable' }, scope: Scope): Code {
  const known = variableOf(scope, e.name);
  if (known !== undefined) return known;
  throw new StaticProblem('XPST0008', `there is no variable $${e.name.local} here`, e.start, e.end);
}

function path(e: Expression, scope: Scope): Code {
  const type = infer(e, scope);
  if (type.kind === 'node') {
    if (type.occurs === 'many') return { js: nodes(e, scope), type };
    if (e.kind === 'root')
      return { js: type.main === true ? '0' : `${scope.module.runtime('rootOf')}(${contextOf(scope, e).js})`, type };
    return {
      js: hoist(scope, 'node', `${eachItem(e, scope, (item) => `return ${item};`)}\nreturn undefined;`, e),
      type,
    };
  }
  // The last step makes values.
  if (type.occurs !== 'many') {
    const body = eachItem(
      e,
      scope,
      (item, kind, inner) => `return ${widened({ js: item, type: one(kind) }, type, inner.module)};`,
    );
    return { js: hoist(scope, 'value', `${body}\nreturn undefined;`, e), type: { ...type, occurs: 'optional' } };
  }
  return { js: collect(e, scope, type), type };
}

/** An array of all items, each held as `type` says. */
function collect(e: Expression, scope: Scope, type: Type): string {
  const body = eachItem(e, scope, (item, kind, inner) => {
    const single = widened(
      { js: item, type: { ...type, kind, occurs: 'one' } },
      { ...type, occurs: 'one' },
      inner.module,
    );
    return `out.push(${single});`;
  });
  return hoist(scope, 'values', `const out = [];\n${body}\nreturn out;`, e);
}

function filter(e: Expression & { kind: 'filter' }, scope: Scope): Code {
  const base = infer(e.base, scope);
  const type = infer(e, scope);
  if (base.kind === 'node') {
    const found = nodes(e, scope);
    return type.occurs === 'many' ? { js: found, type } : { js: `${found}[0]`, type };
  }
  const code = value(e.base, scope);
  const array = filteredItems({ js: asArray(code, scope.module), type: code.type }, e.predicates, scope);
  predicatesOf(e.predicates, scope, one(base.kind));
  return type.occurs === 'many' ? array : { js: `${array.js}[0]`, type };
}

function sequence(e: Expression & { kind: 'sequence' }, scope: Scope): Code {
  const type = infer(e, scope);
  if (type.empty === true) return { js: 'undefined', type: emptySequence };
  const parts = e.items
    .map((item) => value(item, scope))
    .filter((code) => code.type.empty !== true)
    .map((code) => {
      if (code.type.occurs === 'one') return widened(code, { ...type, occurs: 'one' }, scope.module);
      return `...${widened(code, { ...type, occurs: 'many' }, scope.module)}`;
    });
  if (type.occurs !== 'many') {
    const code = e.items.map((item) => value(item, scope)).find(({ type }) => type.empty !== true);
    return code ?? { js: 'undefined', type: emptySequence };
  }
  const isConstant = e.items.every((item) => item.kind === 'literal');
  const js = `[${parts.join(', ')}]`;
  if (!isConstant) return { js, type };
  return { js: scope.module.constant('list', js), type, constant: type.kind === 'string' };
}

function choice(e: Expression & { kind: 'if' }, scope: Scope): Code {
  const type = infer(e, scope);
  const then = widened(value(e.then, scope), type, scope.module);
  const otherwise = widened(value(e.otherwise, scope), type, scope.module);
  return { js: `(${condition(e.condition, scope)} ? ${then} : ${otherwise})`, type };
}

function flwor(e: Expression & { kind: 'for' }, scope: Scope): Code {
  const type = infer(e, scope);
  const bind = (at: number, inner: Scope): string => {
    const binding = e.bindings[at];
    if (binding === undefined) {
      return eachItem(e.body, inner, (item, kind, deep) => {
        const single = { js: item, type: { ...type, kind, occurs: 'one' as const } };
        return `out.push(${widened(single, { ...type, occurs: 'one' }, deep.module)});`;
      });
    }
    return eachItem(binding.in, inner, (item, kind, deep) => {
      const main = infer(binding.in, inner).main === true;
      const next = withVariable(deep, binding.name, { js: item, type: { kind, occurs: 'one', main } });
      return bind(at + 1, next);
    });
  };
  return { js: hoist(scope, 'values', `const out = [];\n${bind(0, scope)}\nreturn out;`, e), type };
}

function treat(e: Expression & { kind: 'treat' }, scope: Scope): Code {
  const { module } = scope;
  const code = value(e.operand, scope);
  const array = asArray(code, module);
  const test = instanceOf('items', e.type, scope);
  const boxes = asArray(boxed({ js: 'all', type: { ...code.type, occurs: 'many' } }, module), module);
  const error = `throw new ${module.runtime('DynamicError')}("XPDY0050", "the value is not of the type it is treated as")`;
  const body = `const all = ${array};\nconst items = ${boxes};\nif (!(${test})) ${error};\nreturn all;`;
  return { js: hoist(scope, 'treated', body, e), type: { ...code.type, occurs: 'many' } };
}
