import { type Code, expandedName, type Scope, StaticProblem, withVariable } from '../generate/index.ts';
import type { Let, RuleSet } from '../rules/index.ts';
import { checkedLet, nameOf } from './lets.ts';

/**
 * The lets of the schema and of its patterns. ISO Schematron lets a pattern's be seen in that pattern only, but what
 * everybody compiles with makes them global, so rule sets use those of other patterns, and of later ones.
 */
export class Globals {
  readonly #lets = new Map<string, Let>();
  readonly #codes = new Map<Let, Code | 'open'>();
  #scope: Scope | undefined;

  constructor(ruleSet: RuleSet) {
    for (const variable of [...ruleSet.lets, ...ruleSet.patterns.flatMap(({ lets }) => lets)]) {
      const name = expandedName(nameOf(variable));
      if (!this.#lets.has(name)) this.#lets.set(name, variable);
    }
  }

  /** Compiles the schema's lets; the scope in which all else is compiled. */
  open(scope: Scope): Scope {
    this.#scope = { ...scope, globals: (name) => this.#find(name) };
    return this.#scope;
  }

  /** The scope of a pattern, whose own lets come first. */
  within(lets: readonly Let[], outer: Scope): Scope {
    let scope = outer;
    for (const variable of lets) scope = withVariable(scope, nameOf(variable), this.#codeOf(variable));
    return scope;
  }

  #find(name: string): Code | undefined {
    const variable = this.#lets.get(name);
    return variable === undefined ? undefined : this.#codeOf(variable);
  }

  /** Evaluated once for a document, when it is first used. */
  #codeOf(variable: Let): Code {
    const known = this.#codes.get(variable);
    if (known === 'open') throw new StaticProblem('XTDE0640', `$${variable.name} is defined by itself`, 0, 1);
    if (known !== undefined) return known;
    if (this.#scope === undefined) throw new Error('a scope is opened first');
    this.#codes.set(variable, 'open');
    const value = checkedLet(variable, this.#scope);
    if (value.constant === true) {
      this.#codes.set(variable, value);
      return value;
    }
    const { module } = this.#scope;
    const name = module.identifier(`let_${variable.name}`);
    module.declare(`// let ${variable.name}\nconst ${name} = ${module.runtime('perSession')}(() => ${value.js});`);
    const code: Code = { js: `${name}(session)`, type: value.type };
    this.#codes.set(variable, code);
    return code;
  }
}
