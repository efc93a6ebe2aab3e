import type { Expression } from '../xpath/index.ts';
import { infer } from './infer.ts';
import type { Want } from './library.ts';
import type { ModuleBuilder } from './module.ts';
import { each, nodes } from './path.ts';
import { hoist, type Scope } from './scope.ts';
import { type Code, type Kind, many, optional, type Type } from './types.ts';
import { value } from './value.ts';

/** How generated code gets from one way of holding a value to another. */

/** Applies a function of one argument to each item of a value. */
export function mapped(code: Code, apply: string | undefined, kind: Kind, module: ModuleBuilder): Code {
  const type: Type = { kind, occurs: code.type.occurs };
  if (apply === undefined) return { js: code.js, type };
  if (code.type.occurs === 'one') return { js: call(apply, code.js), type };
  const many = code.type.occurs === 'many';
  return { js: `${module.runtime(many ? 'mapAll' : 'maybe')}(${code.js}, ${apply})`, type };
}

function call(apply: string, js: string): string {
  return apply.includes('=>') ? `(${apply})(${js})` : `${apply}(${js})`;
}

/** As items whose kind is known at run time only. */
export function boxed(code: Code, module: ModuleBuilder, kind: 'atomic' | 'item' = 'item'): Code {
  const box = boxOf(code.type.kind, module);
  const wide = code.type.kind === 'node' || code.type.kind === 'item' ? 'item' : kind;
  return mapped(code, box, wide, module);
}

function boxOf(kind: Kind, module: ModuleBuilder): string | undefined {
  if (kind === 'untyped') return module.runtime('boxUntyped');
  if (kind === 'double') return module.runtime('boxDouble');
  return kind === 'count' ? module.runtime('integer') : undefined;
}

/** As a value of the given type, which is at least as wide. */
export function widened(code: Code, type: Type, module: ModuleBuilder): string {
  let result = code;
  if (code.type.empty === true) return type.occurs === 'many' ? '[]' : 'undefined';
  if (type.kind !== code.type.kind) {
    if (type.kind === 'integer' || type.kind === 'decimal')
      result = mapped(code, code.type.kind === 'count' ? module.runtime('integer') : undefined, type.kind, module);
    else result = boxed(code, module);
  }
  return type.occurs === 'many' ? asArray(result, module) : result.js;
}

export function asArray(code: Code, module: ModuleBuilder): string {
  if (code.type.empty === true) return '[]';
  if (code.type.occurs === 'many') return code.js;
  return code.type.occurs === 'one' ? `[${code.js}]` : `${module.runtime('list')}(${code.js})`;
}

/** All items, boxed, in an array. */
export function items(e: Expression, scope: Scope): string {
  return asArray(boxed(value(e, scope), scope.module), scope.module);
}

/** All values, boxed, in an array. */
export function atoms(e: Expression, scope: Scope): string {
  const code = values(e, scope);
  return asArray(boxed(code, scope.module, 'atomic'), scope.module);
}

/** The atomized value. */
export function values(e: Expression, scope: Scope): Code {
  const type = infer(e, scope);
  const { module } = scope;
  if (type.kind === 'node') {
    if (type.occurs !== 'many') return mapped(value(e, scope), textOf(type, module), 'untyped', module);
    return mapped({ js: nodes(e, scope), type: many('node') }, textOf(type, module), 'untyped', module);
  }
  const code = value(e, scope);
  if (code.type.kind !== 'item') return code;
  const array = `${module.runtime('atomize')}(session, ${asArray(code, module)})`;
  if (code.type.occurs === 'many') return { js: array, type: many('atomic') };
  return { js: `${array}[0]`, type: { kind: 'atomic', occurs: code.type.occurs } };
}

/** The function that answers a node's string value. */
export function textOf(type: Type, module: ModuleBuilder): string {
  return type.main === true ? 'text' : `(node) => ${module.runtime('textOf')}(session, node)`;
}

/** The atomized value, of which there may be one at most; more raise XPTY0004. */
export function single(e: Expression, scope: Scope): Code {
  const type = infer(e, scope);
  if (type.occurs !== 'many') return values(e, scope);
  const { module } = scope;
  if (type.kind !== 'node' || e.kind === 'variable') {
    const code = values(e, scope);
    return { js: `${module.runtime('atMostOne')}(${code.js})`, type: optional(code.type.kind) };
  }
  const found = hoist(scope, 'single', onlyNode(e, scope), e);
  return mapped({ js: found, type: optional('node') }, textOf(type, module), 'untyped', module);
}

function onlyNode(e: Expression, scope: Scope): string {
  const tooMany = scope.module.runtime('tooMany');
  const visit = (node: string) => `if (found !== undefined) throw ${tooMany}();\nfound = ${node};`;
  return `let found;\n${each(e, scope, 'distinct', visit)}\nreturn found;`;
}

/** An argument, or what else has a declared type, by the function conversion rules. */
export function argument(e: Expression, scope: Scope, want: Want): string {
  const { module } = scope;
  if (want.startsWith('node')) return nodeArgument(e, scope, want);
  if (want === 'item*') return items(e, scope);
  if (want === 'atomic*') return atoms(e, scope);
  const [, target = '', sign = ''] = /^(.*?)([?*]?)$/.exec(want) ?? [];
  const code = sign === '*' ? values(e, scope) : single(e, scope);
  const converted = mapped(code, converter(code.type.kind, target, module), 'item', module);
  if (sign === '*') return asArray(converted, module);
  if (sign === '?' || code.type.occurs === 'one') return converted.js;
  return `${module.runtime('required')}(${converted.js})`;
}

/** The function of one argument that makes what is wanted of a value of a kind; undefined when there is nothing to do. */
export function converter(kind: Kind, target: string, module: ModuleBuilder): string | undefined {
  const direct = conversions[target]?.[kind];
  if (direct !== undefined) return direct === '' ? undefined : module.runtime(direct);
  const box = boxOf(kind, module);
  const convert = conversions[target]?.atomic;
  const last =
    target === 'atomic'
      ? undefined
      : convert !== undefined
        ? module.runtime(convert)
        : `(item) => ${module.runtime('convert')}(item, ${JSON.stringify(target.replace('xs:', ''))})`;
  if (box === undefined || last === undefined) return box ?? last;
  return `(value) => ${call(last, `${box}(value)`)}`;
}

/** From kind to kind; '' = as it is. */
const conversions: Readonly<Record<string, Partial<Record<Kind, string>>>> = {
  string: { string: '', untyped: '', atomic: 'toStringArgument' },
  double: {
    double: '',
    count: '',
    integer: 'toDouble',
    decimal: 'toDouble',
    untyped: 'untypedToDouble',
    atomic: 'toDoubleArgument',
  },
  count: { count: '', integer: 'toCount', atomic: 'toCountArgument' },
  decimal: { integer: '', decimal: '', count: 'integer', atomic: 'toDecimalArgument' },
  boolean: { boolean: '', atomic: 'toBooleanArgument' },
};

function nodeArgument(e: Expression, scope: Scope, want: Want): string {
  const { module } = scope;
  const type = infer(e, scope);
  if (type.kind !== 'node' && type.empty !== true) {
    const all = `${module.runtime('onlyNodes')}(${items(e, scope)})`;
    return want === 'node*' ? all : `${module.runtime(want === 'node' ? 'exactlyOne' : 'atMostOne')}(${all})`;
  }
  if (want === 'node*') return nodes(e, scope);
  const found = type.occurs === 'many' ? hoist(scope, 'single', onlyNode(e, scope), e) : value(e, scope).js;
  return want === 'node?' || type.occurs === 'one' ? found : `${module.runtime('required')}(${found})`;
}
