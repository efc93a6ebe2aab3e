import { at, type Code, letValue, type Scope, type Type, withVariable } from '../generate/index.ts';
import type { Let } from '../rules/index.ts';

export const mainNode: Type = { kind: 'node', occurs: 'one', main: true };

export function checkedLet(variable: Let, scope: Scope): Code {
  return variable.select === undefined
    ? letValue(variable, scope)
    : at(variable.select, () => letValue(variable, scope));
}

export function nameOf({ uri, name }: { readonly uri: string; readonly name: string }) {
  return { prefix: '', uri, local: name };
}

/** A variable that is evaluated once for a node, when it is first used. */
export function withNodeLet(variable: Let, scope: Scope): Scope {
  const code = checkedLet(variable, scope);
  if (code.constant === true) return withVariable(scope, nameOf(variable), code);
  const { module } = scope;
  const name = module.identifier(`let_${variable.name}`);
  module.declare(`// let ${variable.name}\nconst ${name} = ${module.runtime('perNode')}((n) => ${code.js});`);
  return withVariable(scope, nameOf(variable), { js: `${name}(session, n)`, type: code.type });
}
