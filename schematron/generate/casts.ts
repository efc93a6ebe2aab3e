import { isAtomicType } from '../runtime/index.ts';
import { type Expression, type Name, type SequenceType, StaticProblem, xs } from '../xpath/index.ts';
import { boxed, mapped, single } from './convert.ts';
import { infer, kindOfType } from './infer.ts';
import type { ModuleBuilder } from './module.ts';
import { hoist, type Scope } from './scope.ts';
import { type Code, type Kind, one } from './types.ts';

/** `cast as`. */
export function cast(e: Expression & { kind: 'cast' }, scope: Scope): Code {
  const type = typeOf(e.type, e);
  const code = converted(single(e.operand, scope), type, scope.module);
  if (e.optional || code.type.occurs === 'one') return code;
  return { js: `${scope.module.runtime('required')}(${code.js})`, type: one(code.type.kind) };
}

/** `xs:decimal(…)`: the empty sequence stays empty. */
export function constructed(e: Expression & { kind: 'call' }, scope: Scope): Code {
  const [operand] = e.arguments;
  if (operand === undefined || e.arguments.length !== 1)
    throw new StaticProblem('XPST0017', `${e.name.prefix}:${e.name.local} takes one argument`, e.start, e.end);
  return converted(single(operand, scope), typeOf(e.name, e), scope.module);
}

function typeOf(name: Name, e: Expression): string {
  if (name.uri === xs && isAtomicType(name.local)) return name.local;
  throw new StaticProblem(
    e.kind === 'call' ? 'XPST0017' : 'XPST0051',
    `${name.prefix}:${name.local} is no atomic type`,
    e.start,
    e.end,
  );
}

function converted(code: Code, type: string, module: ModuleBuilder): Code {
  const kind = kindOfType(type);
  const direct = shortcuts[type]?.[code.type.kind];
  if (direct !== undefined) return mapped(code, direct === '' ? undefined : module.runtime(direct), kind, module);
  const unbox = unboxed(`${module.runtime('cast')}(item, ${JSON.stringify(type)})`, kind);
  return mapped(boxed(code, module), `(item) => ${unbox}`, kind, module);
}

function unboxed(js: string, kind: Kind): string {
  return kind === 'double' || kind === 'untyped' ? `${js}.value` : js;
}

/** Casts that need no look at the type; '' = the value as it is. */
const shortcuts: Readonly<Record<string, Partial<Record<Kind, string>>>> = {
  string: { string: '', untyped: '' },
  decimal: { untyped: 'textToDecimal', string: 'textToDecimal', decimal: '' },
  integer: { untyped: 'textToInteger', string: 'textToInteger', integer: '', count: 'integer' },
  double: {
    untyped: 'textToDouble',
    string: 'textToDouble',
    double: '',
    count: '',
    decimal: 'toDouble',
    integer: 'toDouble',
  },
  boolean: { boolean: '' },
};

export function castable(e: Expression & { kind: 'castable' }, scope: Scope): Code {
  const { module } = scope;
  const type = typeOf(e.type, e);
  const { kind } = infer(e.operand, scope);
  const operand = boxed(single(e.operand, scope), module, 'atomic');
  const test = `${module.runtime('tryCast')}(item, ${JSON.stringify(type)}) !== undefined`;
  if (operand.type.occurs === 'one')
    return { js: `${module.runtime('isCastable')}(${operand.js}, "${type}")`, type: one('boolean') };
  // More than one item is castable to nothing, and no error.
  const body = `let item;\ntry {\nitem = ${operand.js};\n} catch (error) {\nif (error.code === "XPTY0004") return false;\nthrow error;\n}\nreturn item === undefined ? ${e.optional} : ${test};`;
  return { js: hoist(scope, `castable_${kind}`, body, e), type: one('boolean') };
}

/** `items instance of type`, of an array of boxed items. */
export function instanceOf(items: string, type: SequenceType, scope: Scope): string {
  const { module } = scope;
  if (type.item === 'empty') return `${items}.length === 0`;
  const allowed = { one: [1, 1], optional: [0, 1], some: [1, -1], any: [0, -1] }[type.occurs];
  const test =
    type.item.is === 'item'
      ? 'true'
      : type.item.is === 'atomic'
        ? `${module.runtime('isOfType')}(item, ${JSON.stringify(type.item.name.local)})`
        : `typeof item === "number" && ${module.runtime('isNode')}(session, item, ${JSON.stringify(type.item.test)})`;
  return `${module.runtime('allAre')}(${items}, ${allowed.join(', ')}, (item) => ${test})`;
}
