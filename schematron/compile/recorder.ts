import type { FiredRule, Outcome, RawFinding } from '../report/index.ts';
import { BudgetExceeded, DynamicError } from '../runtime/index.ts';
import type { CompiledCheck, CompiledRule, Message } from './program.ts';

/** Runs checks and keeps what they find. An error of one check is a finding; the others go on. */
export class Recorder {
  readonly #fired: FiredRule[] | undefined;
  readonly #findings: RawFinding[] = [];
  #pattern = 0;
  #rule = 0;
  #node = 0;
  #firstFinding = 0;
  #firstFired = 0;

  constructor(keepsFired: boolean) {
    this.#fired = keepsFired ? [] : undefined;
  }

  begin(pattern: number): void {
    this.#pattern = pattern;
    this.#firstFinding = this.#findings.length;
    this.#firstFired = this.#fired?.length ?? 0;
  }

  /** Puts what the pattern found into document order. */
  sort(): void {
    sortFrom(this.#findings, this.#firstFinding, byNode);
    if (this.#fired !== undefined) sortFrom(this.#fired, this.#firstFired, byNode);
  }

  outcome(): Outcome {
    return { findings: this.#findings, fired: this.#fired ?? [] };
  }

  /** An error in a context means that the node does not match. */
  matches(index: number, rule: CompiledRule, node: number): boolean {
    try {
      return rule.match(node);
    } catch (error) {
      this.#rule = index;
      this.#node = node;
      if (error instanceof BudgetExceeded) this.#raised(0, node, error);
      errorOf(error);
      return false;
    }
  }

  fire(index: number, rule: CompiledRule, node: number): void {
    this.#rule = index;
    this.#node = node;
    this.#fired?.push({ pattern: this.#pattern, rule: index, node });
    rule.run?.(node, this);
    const { checks, always, conditional, slots, present } = rule;
    if (checks === undefined) return;
    if (always === undefined || conditional === undefined || slots === undefined || present === undefined) {
      for (let at = 0; at < checks.length; at++) this.#run(at, checks[at] as CompiledCheck, node);
      return;
    }
    const before = this.#findings.length;
    for (const at of always) this.#run(at, checks[at] as CompiledCheck, node);
    let last = -1;
    for (let i = 0; i < slots.length; i++) {
      const at = conditional[i] as number;
      if (at === last || !present(slots[i] as number)) continue;
      last = at;
      this.#run(at, checks[at] as CompiledCheck, node);
    }
    sortFrom(this.#findings, before, byCheck);
  }

  #run(at: number, check: CompiledCheck, node: number): void {
    try {
      if (check.test(node)) this.#found(at, check, node);
    } catch (error) {
      this.#raised(at, node, error);
    }
  }

  #found(index: number, { message, subject, diagnostics }: CompiledCheck, node: number): void {
    const texts = diagnostics?.map((diagnostic) => textOf(diagnostic, node));
    const finding = this.#finding(index, subject?.(node) ?? node, textOf(message, node));
    this.#findings.push(texts === undefined ? finding : { ...finding, diagnostics: texts });
  }

  #finding(check: number, node: number, message: string): RawFinding {
    const finding = { pattern: this.#pattern, rule: this.#rule, check, node, message };
    return node === this.#node ? finding : { ...finding, context: this.#node };
  }

  #raised(check: number, node: number, error: unknown): void {
    const { code, message } = errorOf(error);
    this.#findings.push({ ...this.#finding(check, node, message), error: { code, message } });
    if (error instanceof BudgetExceeded) throw error;
  }

  /** For rules with conditions and loops of their own: one check. */
  check(index: number, node: number, test: () => boolean, message: () => string): void {
    try {
      if (test()) this.#findings.push(this.#finding(index, node, messageOf(message)));
    } catch (error) {
      this.#raised(index, node, error);
    }
  }

  /** A condition around checks; its error is that of the first check under it. */
  guard(index: number, node: number, test: () => boolean): boolean {
    try {
      return test();
    } catch (error) {
      this.#raised(index, node, error);
      return false;
    }
  }

  items<T>(index: number, node: number, select: () => readonly T[]): readonly T[] {
    try {
      return select();
    } catch (error) {
      this.#raised(index, node, error);
      return [];
    }
  }
}

interface Found {
  readonly node: number;
  readonly context?: number;
}

/** By the nodes that rules took. */
function byNode(a: Found, b: Found): number {
  return (a.context ?? a.node) - (b.context ?? b.node);
}

function byCheck(a: RawFinding, b: RawFinding): number {
  return a.check - b.check;
}

function sortFrom<T>(list: T[], from: number, order: (a: T, b: T) => number): void {
  if (list.length - from < 2) return;
  const part = list.splice(from).sort(order);
  for (const one of part) list.push(one);
}

function textOf(message: Message, node: number): string {
  return typeof message === 'string' ? message : messageOf(() => message(node));
}

function messageOf(make: () => string): string {
  try {
    return make();
  } catch (error) {
    return `(${errorOf(error).message})`;
  }
}

/** What an expression raised; anything else is a mistake of Timbre's and is thrown on. */
function errorOf(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof DynamicError) return error;
  if (error instanceof RangeError)
    return { code: 'TIMBRE02', message: 'a function of the rules calls itself too often' };
  throw error;
}
