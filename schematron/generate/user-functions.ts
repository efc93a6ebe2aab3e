import type { Expression, SequenceType } from '../xpath/index.ts';
import { xs } from '../xpath/index.ts';
import { asArray, atoms, boxed, items, mapped, values } from './convert.ts';
import { infer, kindOfType } from './infer.ts';
import { nodes } from './path.ts';
import type { DeclaredType, Scope, UserFunction } from './scope.ts';
import type { Code, Occurs, Type } from './types.ts';
import { value } from './value.ts';

/** The call of an xsl:function, its arguments converted to the declared types. */
export function userCall(user: UserFunction, given: readonly Expression[], scope: Scope): Code {
  const args = given.map((argument, at) => declaredValue(argument, scope, user.parameters[at]));
  return { js: `${user.js}(${args.join(', ')})`, type: user.result };
}

/** What a sequence type as declared means for how values are held. */
export function declaredType(type: SequenceType | undefined): DeclaredType | undefined {
  if (type === undefined) return undefined;
  const occurs: Occurs = type.occurs === 'one' ? 'one' : type.occurs === 'optional' ? 'optional' : 'many';
  if (type.item === 'empty') return { type: { kind: 'item', occurs: 'many' } };
  if (type.item.is === 'item') return { type: { kind: 'item', occurs } };
  if (type.item.is === 'node') return { type: { kind: 'node', occurs } };
  const { uri, local } = type.item.name;
  if (uri !== xs || local === 'anyAtomicType') return { type: { kind: 'atomic', occurs }, atomic: 'anyAtomicType' };
  return { type: { kind: kindOfType(local), occurs }, atomic: local };
}

/** The value of an expression, held as declared; values that do not fit raise XPTY0004. */
export function declaredValue(e: Expression, scope: Scope, declared: DeclaredType | undefined): string {
  if (declared === undefined) return items(e, scope);
  const { type, atomic } = declared;
  if (atomic !== undefined) {
    const given =
      infer(e, scope).kind === 'item'
        ? { js: atoms(e, scope), type: { kind: 'atomic', occurs: 'many' } as Type }
        : values(e, scope);
    return declaredCode(given, scope, declared);
  }
  if (type.kind === 'node')
    return counted({ js: nodes(e, scope), type: { kind: 'node', occurs: 'many' } }, type, scope);
  return declaredCode(value(e, scope), scope, declared);
}

/** As above, of code. */
export function declaredCode(code: Code, scope: Scope, declared: DeclaredType | undefined): string {
  const { module } = scope;
  if (declared === undefined) return asArray(boxed(code, module), module);
  const { type, atomic } = declared;
  if (atomic === undefined) {
    if (type.kind === 'node' && code.type.kind !== 'node') {
      const array = `${module.runtime('onlyNodes')}(${asArray(boxed(code, module), module)})`;
      return counted({ js: array, type: { kind: 'node', occurs: 'many' } }, type, scope);
    }
    return counted(type.kind === 'item' ? boxed(code, module) : code, type, scope);
  }
  if (fits(code.type, declared)) return counted(code, type, scope);
  const convert = `${module.runtime('convert')}(item, ${JSON.stringify(atomic)})`;
  const atomized =
    code.type.kind === 'item' || code.type.kind === 'node'
      ? {
          js: `${module.runtime('atomize')}(session, ${asArray(code, module)})`,
          type: { kind: 'atomic', occurs: 'many' } as Type,
        }
      : boxed(code, module, 'atomic');
  return counted(mapped(atomized, `(item) => ${unbox(convert, type)}`, type.kind, module), type, scope);
}

function fits(type: Type, { type: wanted, atomic }: DeclaredType): boolean {
  if (type.kind === 'string') return atomic === 'string';
  if (type.kind === 'untyped') return atomic === 'string' || atomic === 'untypedAtomic';
  if (type.kind === 'integer') return atomic === 'integer' || atomic === 'decimal';
  return type.kind === wanted.kind && (atomic === type.kind || atomic === 'anyAtomicType');
}

function unbox(js: string, { kind }: Type): string {
  return kind === 'double' || kind === 'untyped' ? `${js}.value` : js;
}

/** With the number of items that is declared. */
function counted(code: Code, { occurs }: Type, { module }: Scope): string {
  if (occurs === 'many') return asArray(code, module);
  if (code.type.occurs === 'many')
    return `${module.runtime(occurs === 'one' ? 'exactlyOne' : 'atMostOne')}(${code.js})`;
  if (occurs === 'one' && code.type.occurs === 'optional') return `${module.runtime('required')}(${code.js})`;
  return code.js;
}
