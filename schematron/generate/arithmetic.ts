import type { Expression } from '../xpath/index.ts';
import { bothPresent } from './comparison.ts';
import { boxed, converter, mapped, single } from './convert.ts';
import { inferArithmetic } from './infer.ts';
import type { ModuleBuilder } from './module.ts';
import type { Scope } from './scope.ts';
import { type Code, isDecimal, type Kind, one } from './types.ts';

/** `a + b` and its like, with the arithmetic that the operands' types ask for. */
export function arithmetic(e: Expression & { kind: 'arithmetic' }, scope: Scope): Code {
  const { module } = scope;
  const a = single(e.left, scope);
  const b = single(e.right, scope);
  const { kind } = inferArithmetic(e.operator, a.type, b.type);
  const compute = (left: string, right: string) => {
    const l = { js: left, type: one(a.type.kind) };
    const r = { js: right, type: one(b.type.kind) };
    if (isDecimal(l.type.kind) && isDecimal(r.type.kind))
      return `${module.runtime(decimalFunctions[e.operator])}(${asDecimal(l, module)}, ${asDecimal(r, module)})`;
    if (kind === 'double' || (kind === 'integer' && e.operator === 'idiv'))
      return onDoubles(e.operator, asDouble(l, module), asDouble(r, module), module);
    const box = (code: Code) => boxed(code, module, 'atomic').js;
    return `${module.runtime('calculate')}("${e.operator}", ${box(l)}, ${box(r)})`;
  };
  return bothPresent(a, b, compute, e, scope, kind);
}

const decimalFunctions = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  div: 'divide',
  idiv: 'wholeQuotientOfDecimals',
  mod: 'remainder',
} as const;

function onDoubles(operator: string, a: string, b: string, module: ModuleBuilder): string {
  if (operator === 'idiv') return `${module.runtime('wholeQuotient')}(${a}, ${b})`;
  const signs: Readonly<Record<string, string>> = { div: '/', mod: '%' };
  return `(${a} ${signs[operator] ?? operator} ${b})`;
}

function asDecimal(code: Code, module: ModuleBuilder): string {
  if (code.type.kind !== 'count') return code.js;
  const integer = module.runtime('integer');
  return /^\d+$/.test(code.js)
    ? module.constant(`integer_${code.js}`, `${integer}(${code.js})`)
    : `${integer}(${code.js})`;
}

function asDouble(code: Code, module: ModuleBuilder): string {
  return mapped(code, converter(code.type.kind, 'double', module), 'double', module).js;
}

/** Unary plus and minus. */
export function signed(e: Expression & { kind: 'negate' | 'plus' }, scope: Scope): Code {
  const { module } = scope;
  const operand = single(e.operand, scope);
  const kind: Kind = operand.type.kind;
  if (kind === 'double' || kind === 'untyped') {
    const double = mapped(operand, converter(kind, 'double', module), 'double', module);
    return e.kind === 'plus' ? double : mapped(double, '(value) => -value', 'double', module);
  }
  if (isDecimal(kind)) {
    const decimal = kind === 'count' ? mapped(operand, module.runtime('integer'), 'integer', module) : operand;
    return e.kind === 'plus' ? decimal : mapped(decimal, module.runtime('negate'), decimal.type.kind, module);
  }
  return mapped(
    boxed(operand, module),
    module.runtime(e.kind === 'plus' ? 'toNumericArgument' : 'negated'),
    'atomic',
    module,
  );
}
