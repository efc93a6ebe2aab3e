import { DynamicError } from '../error.ts';
import type { Flags, Node } from './parse.ts';

/**
 * A matcher that takes time in proportion to the text's length times the expression's, whatever the expression: it follows
 * all ways at once, in the order of preference that a backtracking matcher would try them in (Pike's machine).
 */
type Instruction =
  | { readonly do: 'read'; readonly set: CharacterSet }
  | { readonly do: 'split'; first: number; second: number }
  | { readonly do: 'jump'; to: number }
  | { readonly do: 'save'; readonly slot: number }
  | { readonly do: 'start' | 'end' | 'match' };

const largest = 20_000;

class CharacterSet {
  readonly #pattern: RegExp;
  /** Of the first 128 characters: 0 unknown, 1 in, 2 out. */
  readonly #known = new Uint8Array(128);

  constructor(source: string, ignoreCase: boolean) {
    this.#pattern = new RegExp(`^${source}$`, ignoreCase ? 'vi' : 'v');
  }

  has(code: number): boolean {
    if (code >= 128) return this.#pattern.test(String.fromCodePoint(code));
    if (this.#known[code] === 0) this.#known[code] = this.#pattern.test(String.fromCodePoint(code)) ? 1 : 2;
    return this.#known[code] === 1;
  }
}

export class Automaton {
  readonly #program: Instruction[] = [];
  readonly #multiline: boolean;
  readonly #ignoreCase: boolean;
  readonly #slots: number;

  constructor(node: Node, groups: number, flags: Flags) {
    this.#multiline = flags.multiline;
    this.#ignoreCase = flags.ignoreCase;
    this.#slots = 2 * groups + 2;
    this.#emit({ do: 'save', slot: 0 });
    this.#compile(node);
    this.#emit({ do: 'save', slot: 1 });
    this.#emit({ do: 'match' });
  }

  /** Where the first match at or after `from` begins and ends, then where its groups do; -1 for a group that took no part. */
  find(text: string, from: number): number[] | undefined {
    let threads: Thread[] = [];
    let found: number[] | undefined;
    for (let at = from; ; ) {
      const seen = new Uint8Array(this.#program.length);
      const current: Thread[] = [];
      for (const thread of threads) this.#follow(thread.pc, thread.slots, at, text, current, seen);
      if (found === undefined) this.#follow(0, new Array<number>(this.#slots).fill(-1), at, text, current, seen);
      if (current.length === 0) return found;
      const code = text.codePointAt(at) ?? -1;
      threads = [];
      for (const { pc, slots } of current) {
        const instruction = this.#program[pc] as Instruction;
        if (instruction.do === 'match') {
          // Ways of less preference are given up.
          found = slots;
          break;
        }
        if (instruction.do === 'read' && code >= 0 && instruction.set.has(code)) threads.push({ pc: pc + 1, slots });
      }
      if (code < 0) return found;
      if (threads.length === 0 && found !== undefined) return found;
      at += code > 0xffff ? 2 : 1;
    }
  }

  /** Adds the reading instructions that can be reached from `pc` without reading. */
  #follow(pc: number, slots: number[], at: number, text: string, into: Thread[], seen: Uint8Array): void {
    const open: Thread[] = [{ pc, slots }];
    for (let thread = open.pop(); thread !== undefined; thread = open.pop()) {
      if (seen[thread.pc] === 1) continue;
      seen[thread.pc] = 1;
      const instruction = this.#program[thread.pc] as Instruction;
      switch (instruction.do) {
        case 'jump':
          open.push({ pc: instruction.to, slots: thread.slots });
          break;
        case 'split':
          open.push({ pc: instruction.second, slots: thread.slots }, { pc: instruction.first, slots: thread.slots });
          break;
        case 'save': {
          const saved = thread.slots.slice();
          saved[instruction.slot] = at;
          open.push({ pc: thread.pc + 1, slots: saved });
          break;
        }
        case 'start':
        case 'end':
          if (this.#holds(instruction.do, text, at)) open.push({ pc: thread.pc + 1, slots: thread.slots });
          break;
        default:
          into.push(thread);
      }
    }
  }

  #holds(anchor: 'start' | 'end', text: string, at: number): boolean {
    if (anchor === 'start') return at === 0 || (this.#multiline && text[at - 1] === '\n');
    return at === text.length || (this.#multiline && text[at] === '\n');
  }

  #emit(instruction: Instruction): number {
    if (this.#program.length >= largest)
      throw new DynamicError('FORX0002', 'a regular expression that repeats too much, too often');
    return this.#program.push(instruction) - 1;
  }

  #compile(node: Node): void {
    switch (node.is) {
      case 'set':
        this.#emit({ do: 'read', set: new CharacterSet(node.source, this.#ignoreCase) });
        break;
      case 'start':
      case 'end':
        this.#emit({ do: node.is });
        break;
      case 'sequence':
        for (const part of node.nodes) this.#compile(part);
        break;
      case 'choice':
        this.#compileChoice(node.nodes);
        break;
      case 'group':
        if (node.number !== undefined) this.#emit({ do: 'save', slot: 2 * node.number });
        this.#compile(node.node);
        if (node.number !== undefined) this.#emit({ do: 'save', slot: 2 * node.number + 1 });
        break;
      case 'repeat':
        this.#compileRepeat(node.node, node.min, node.max, node.lazy);
        break;
      case 'reference':
        throw new DynamicError('FORX0002', 'a back-reference on a text that is too long for it');
    }
  }

  #compileChoice(nodes: readonly Node[]): void {
    const jumps: { to: number }[] = [];
    nodes.forEach((part, index) => {
      if (index === nodes.length - 1) {
        this.#compile(part);
        return;
      }
      const split = { do: 'split' as const, first: this.#program.length + 1, second: 0 };
      this.#emit(split);
      this.#compile(part);
      const jump = { do: 'jump' as const, to: 0 };
      this.#emit(jump);
      jumps.push(jump);
      split.second = this.#program.length;
    });
    for (const jump of jumps) jump.to = this.#program.length;
  }

  #compileRepeat(node: Node, min: number, max: number, lazy: boolean): void {
    for (let count = 0; count < min; count++) this.#compile(node);
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#program.length;
      const leave = this.#optional(lazy);
      this.#compile(node);
      this.#emit({ do: 'jump', to: loop });
      leave(this.#program.length);
      return;
    }
    const exits: ((to: number) => void)[] = [];
    for (let count = min; count < max; count++) {
      exits.push(this.#optional(lazy));
      this.#compile(node);
    }
    for (const leave of exits) leave(this.#program.length);
  }

  /** A choice between what comes next and a place that is told later. */
  #optional(lazy: boolean): (to: number) => void {
    const next = this.#program.length + 1;
    const split = { do: 'split' as const, first: next, second: next };
    this.#emit(split);
    return (to) => {
      if (lazy) split.first = to;
      else split.second = to;
    };
  }
}

interface Thread {
  readonly pc: number;
  readonly slots: number[];
}
