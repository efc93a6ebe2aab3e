import { Script } from 'node:vm';

/**
 * The text of one generated function and the values that it uses. Made of checked features only: names of members and texts
 * stand in it as JSON strings, everything else by its number; data never becomes code.
 */
export class Module {
  readonly #constants: unknown[] = [];
  readonly #homes = new Map<string, Block>();
  #variables = 0;

  fresh(): string {
    return `v${this.#variables++}`;
  }

  /** The name under which the function has a value. */
  constant(value: unknown): string {
    const before = this.#constants.indexOf(value);
    return `c${before < 0 ? this.#constants.push(value) - 1 : before}`;
  }

  /** The block at whose start a variable is known. */
  homeOf(variable: string): Block | undefined {
    return this.#homes.get(variable);
  }

  settle(variable: string, home: Block): void {
    this.#homes.set(variable, home);
  }

  /** Makes the function that a block is the body of; `library` holds what it calls by name. Its type is what the caller generated. */
  link<F extends (...values: never) => unknown>(
    name: string,
    parameters: readonly string[],
    body: Block,
    library: Readonly<Record<string, unknown>>,
  ): F {
    const constants = this.#constants.map((_, index) => `c${index}`);
    const text = [
      `(({ ${Object.keys(library).join(', ')} }, [${constants.join(', ')}]) => function ${name}(${parameters.join(', ')}) {`,
      '"use strict";',
      body.text(),
      '})',
    ].join('\n');
    const make: unknown = new Script(text, { filename: `timbre:${name}` }).runInThisContext();
    const made: unknown = typeof make === 'function' ? make(library, this.#constants) : undefined;
    if (isFunction<F>(made)) return made;
    throw new Error('a generated module makes a function');
  }
}

const isFunction = <F>(made: unknown): made is F => typeof made === 'function';

/** Statements that are generated one after the other. What is read in several places is read once, where it is first known. */
export class Block {
  readonly module: Module;
  #start: string;
  readonly #head: string[] = [];
  readonly #body: (string | Block)[] = [];
  readonly #shared = new Map<string, string>();
  /** The block that holds everything that may throw, where one does: nothing is read outside of it. */
  readonly #guard: Block | undefined;

  constructor(module: Module, start = '', guard?: Block | 'itself') {
    this.module = module;
    this.#start = start;
    this.#guard = guard === 'itself' ? this : guard;
  }

  get isEmpty(): boolean {
    return this.#head.length === 0 && this.#body.length === 0;
  }

  add(statement: string | Block): void {
    this.#body.push(statement);
  }

  /** A block below, after `if (…)` or `for (…)`. */
  below(start: string): Block {
    const block = new Block(this.module, start, this.#guard);
    this.add(block);
    return block;
  }

  /** The body of an arrow function, whose parameters are known from its start on. */
  function(name: string, parameters: readonly string[]): Block {
    const block = this.below(`const ${name} = (${parameters.join(', ')}) =>`);
    for (const parameter of parameters) this.module.settle(parameter, block);
    return block;
  }

  /**
   * `try { … } catch { … }`: what the first half reads it reads in itself. False, and nothing was put here, where it
   * could not be made.
   */
  attempt(inside: (block: Block) => boolean, otherwise: string): boolean {
    const block = new Block(this.module, 'try', 'itself');
    if (!inside(block)) return false;
    this.add(block);
    this.add(`catch { ${otherwise} }`);
    return true;
  }

  /** A block that stands nowhere yet: what is put into it decides whether it is needed. */
  inner(): Block {
    return new Block(this.module, '', this.#guard);
  }

  /** Puts `if (…)` or `else` before it. */
  after(start: string): this {
    this.#start = start;
    return this;
  }

  /** A variable for what is needed more than once; a name or number stays what it is. */
  variable(expression: string): string {
    if (/^-?[\w$]+$/.test(expression)) return expression;
    const name = this.module.fresh();
    this.add(`const ${name} = ${expression};`);
    return name;
  }

  /** A variable at the start of the block: whoever asks for the same again gets the same one. */
  shared(expression: string): string {
    const before = this.#shared.get(expression);
    if (before !== undefined) return before;
    const name = this.module.fresh();
    this.#shared.set(expression, name);
    this.define(name, expression);
    return name;
  }

  /** A variable of a given name at the start of the block. */
  define(name: string, expression: string): void {
    this.#head.push(`const ${name} = ${expression};`);
    this.module.settle(name, this);
  }

  /** What is read out of a variable: shared where that one is known from a block's start on. */
  read(from: string, expression: string): string {
    const home = this.module.homeOf(from);
    const start = home === undefined || home.#guard === this.#guard ? home : this.#guard;
    return start?.shared(expression) ?? this.variable(expression);
  }

  text(): string {
    const inside = [...this.#head, ...this.#body.map((each) => (typeof each === 'string' ? each : each.text()))];
    return this.#start === '' ? inside.join('\n') : [`${this.#start} {`, ...inside, '}'].join('\n');
  }
}
