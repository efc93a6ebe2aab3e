import { problemsOf } from '../../../../engine/errors.ts';
import type { Assign, Computed, Loop, Target } from '../mapping.ts';
import { isConstant } from './constant.ts';
import { type Converted, convertResult, convertText, quoted } from './convert.ts';
import { type Cell, newItem, setAt, valueAt } from './data.ts';
import type { LeafPlan } from './plan.ts';

/** How its reader knows a document: an element or object, and a part of it. */
export interface Source<W, P> {
  /** Takes what was not understood. */
  note(where: W, part: P | undefined, what: string): void;
  /** The value of an attribute, or member, beside the part that is read. */
  sibling(where: W, name: string): string | undefined;
}

interface Later<W, P> {
  readonly target: Target;
  readonly cell: Cell | undefined;
  readonly computed: Computed;
  readonly given: Given;
  readonly named: readonly (Cell | undefined)[];
  readonly where: W;
  readonly part: P | undefined;
}

/** What an expression sees of the document. */
interface Given {
  readonly value: string | undefined;
  readonly position: number;
  /** The attributes beside, in the order of the expression's own list. */
  readonly siblings: readonly (string | undefined)[];
}

type Result = { readonly result: unknown; readonly failure?: never } | { readonly failure: string };

/**
 * Results of expressions that see nothing but short texts: documents say the same few rates and codes over and over.
 * They are what is computed, whoever's document it is; as many as this for each expression.
 */
const kept = new WeakMap<Computed, Map<string, Result>>();
const mostKept = 200;
const longestKept = 40;

/** The reading of one document. */
export class Session<W, P> {
  readonly cells: (Cell | undefined)[] = [];
  readonly #source: Source<W, P>;
  /** Which item of its list is being read, from 1. */
  #position = 1;
  readonly #later: Later<W, P>[] = [];
  readonly #holes = new Set<unknown[]>();

  constructor(slot: number, source: Source<W, P>) {
    this.cells[slot] = { value: {}, list: undefined, index: 0, outer: undefined };
    this.#source = source;
  }

  /** From here to `leave` one item of a loop is read. */
  enter(loop: Loop): Cell {
    const slot = loop.item.index;
    const cell = newItem(this.cells, loop.into, this.cells[slot]);
    this.cells[slot] = cell;
    this.#position = cell.index + 1;
    return cell;
  }

  leave(loop: Loop, cell: Cell, position: number): void {
    if (cell.value === undefined && cell.list !== undefined) this.#holes.add(cell.list);
    this.cells[loop.item.index] = cell.outer;
    this.#position = position;
  }

  get position(): number {
    return this.#position;
  }

  /** A text that stands where a leaf is in the mapping. An empty one is absent. */
  leaf({ direct, back, words, table }: LeafPlan, text: string, where: W, part?: P): void {
    if (text === '') return;
    if (direct !== undefined) {
      // Most leaves are this one: a text that goes to one place as it is.
      if (setAt(this.cells[direct.slot], direct, text) === undefined) return;
    }
    if (back.kind === 'constant') {
      if (!isConstant(back.text, text)) {
        this.#source.note(where, part, `${quoted(text)} is not the ${quoted(back.text)} that always stands here`);
      }
      return;
    }
    if (back.kind !== 'value') return;
    const word = words === undefined ? text : (words.get(text) ?? words.get(text.trim()));
    if (word === undefined) {
      this.#source.note(where, part, `${quoted(text)} is not in the code table ${table?.name}`);
      return;
    }
    this.assign(back.assigns, word, where, part);
  }

  assign(assigns: readonly Assign[], text: string | undefined, where: W, part?: P): void {
    for (const { target, value } of assigns) {
      const cell = this.cells[target.slot];
      if (value === 'text') this.#set(cell, target, convertText(text ?? '', target.type), where, part);
      else if (value === 'position') this.#set(cell, target, convertResult(this.#position, target.type), where, part);
      else if ('constant' in value) this.#set(cell, target, { value: value.constant }, where, part);
      else this.#compute(cell, target, value, text, where, part);
    }
  }

  /**
   * Expressions that look at the business data come last, all of them before the first of them is set: each sees what
   * was read without looking, in whatever order it stood.
   */
  finish(): void {
    const results = this.#later.map((each) => [each, evaluate(each.computed, each.given, each.named)] as const);
    for (const [{ cell, target, where, part }, result] of results) this.#take(result, cell, target, where, part);
    for (const list of this.#holes) list.splice(0, list.length, ...list.filter((item) => item !== undefined));
    const empty = new Set([...this.#holes].filter((list) => list.length === 0));
    if (empty.size > 0) for (const cell of this.cells) leaveOut(cell?.value, empty);
  }

  #compute(
    cell: Cell | undefined,
    target: Target,
    computed: Computed,
    value: string | undefined,
    where: W,
    part: P | undefined,
  ): void {
    const siblings = computed.siblings.map(([name]) => this.#source.sibling(where, name));
    const given = { value, position: this.#position, siblings };
    if (computed.names.length === 0) {
      this.#take(recall(computed, given), cell, target, where, part);
      return;
    }
    const named = computed.names.map(([, place]) => this.cells[place.slot]);
    this.#later.push({ target, cell, computed, given, named, where, part });
  }

  #take(result: Result, cell: Cell | undefined, target: Target, where: W, part: P | undefined): void {
    if (result.failure !== undefined) this.#source.note(where, part, result.failure);
    else if (result.result !== null && result.result !== undefined) {
      this.#set(cell, target, convertResult(result.result, target.type), where, part);
    }
  }

  #set(cell: Cell | undefined, target: Target, converted: Converted, where: W, part: P | undefined): void {
    const wrong = converted.wrong ?? setAt(cell, target, 'value' in converted ? converted.value : undefined);
    if (wrong !== undefined) this.#source.note(where, part, wrong);
  }
}

/** A list that nothing was read into is absent, like everything that was not read. */
function leaveOut(value: unknown, lists: ReadonlySet<unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (lists.has(member)) Reflect.deleteProperty(value, key);
    else leaveOut(member, lists);
  }
}

function recall(computed: Computed, given: Given): Result {
  const key = keyOf(computed, given);
  if (key.length > longestKept) return evaluate(computed, given, []);
  const ofExpression = kept.get(computed) ?? new Map<string, Result>();
  kept.set(computed, ofExpression);
  const before = ofExpression.get(key);
  if (before !== undefined) return before;
  const result = evaluate(computed, given, []);
  if (ofExpression.size < mostKept) ofExpression.set(key, result);
  return result;
}

/** All that an expression without names can see. */
function keyOf({ usesPosition }: Computed, { value = '', siblings, position }: Given): string {
  let key = value;
  for (const each of siblings) key += `\0${each ?? '\0'}`;
  return usesPosition ? `${key}\0${position}` : key;
}

function evaluate(computed: Computed, given: Given, named: readonly (Cell | undefined)[]): Result {
  const { expression, names, siblings } = computed;
  const variables: Record<string, unknown> = { value: given.value, position: given.position };
  for (let at = 0; at < siblings.length; at += 1) variables[siblings[at]?.[1] ?? ''] = given.siblings[at];
  for (const [index, [name, place]] of names.entries()) variables[name] = valueAt(named[index], place);
  try {
    return { result: expression.evaluate(variables) };
  } catch (thrown) {
    return {
      failure: problemsOf(thrown)
        .map(({ message }) => message)
        .join(' '),
    };
  }
}
