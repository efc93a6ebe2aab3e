import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import type { Outcome } from '../report/index.ts';
import * as runtime from '../runtime/index.ts';
import { BudgetExceeded, DynamicError, type Session } from '../runtime/index.ts';
import { type Tree, vocabulary } from '../tree/index.ts';
import { type PatternPlan, planOf } from './plan.ts';
import { Recorder } from './recorder.ts';
import { sourceMapOf } from './source-map.ts';

/** What the text of a generated module makes when it is run. */
export interface CompiledModule {
  /** Turns all functions to a document. */
  readonly start: (session: Session) => void;
  /** Lets go of the document. */
  readonly finish: () => void;
  readonly patterns: readonly CompiledPattern[];
}

export interface CompiledPattern {
  /** Kinds of nodes that are offered to the rules, as bits (see generate/match.ts). */
  readonly visits: number;
  readonly rules: readonly CompiledRule[];
}

export interface CompiledRule {
  readonly match: (node: number) => boolean;
  /** Which nodes can match: one of these. */
  readonly heads: readonly CompiledHead[];
  readonly kinds: number;
  readonly checks?: readonly CompiledCheck[];
  /** Checks that may find something whatever the document holds, when not all do. */
  readonly always?: readonly number[];
  /** The others, and for each the slot of a path that must be present for it to find anything. */
  readonly conditional?: readonly number[];
  readonly slots?: readonly number[];
  readonly present?: (slot: number) => boolean;
  readonly run?: (node: number, report: Recorder) => void;
}

/** Ids of the node's name and its parent's, and how its local name ends; what is absent does not matter. */
export interface CompiledHead {
  readonly name?: number;
  readonly parent?: number;
  readonly suffix?: string;
}

export interface CompiledCheck {
  /** Whether the node is a finding. */
  readonly test: (node: number) => boolean;
  readonly message: Message;
  readonly subject?: (node: number) => number | undefined;
  readonly diagnostics?: readonly Message[];
}

/** Always the same, or made for the node. */
export type Message = string | ((node: number) => string);

export interface RunOptions {
  readonly documents?: readonly Tree[];
  /** Whether fired rules are recorded. */
  readonly fired?: boolean;
  /** The instant that current-dateTime() answers; absent = now. */
  readonly now?: Date;
  /** Upper bound of the work that the document may cause, in steps of some nanoseconds. */
  readonly budget?: number;
}

/** A rule set ready to run. Not to be run again from inside itself; documents one after the other. */
export class Program {
  readonly #module: CompiledModule;
  readonly #plans: readonly PatternPlan[];

  constructor(module: CompiledModule) {
    this.#module = module;
    this.#plans = module.patterns.map(planOf);
  }

  run(tree: Tree, options: RunOptions = {}): Outcome {
    const session = sessionOf(tree, options);
    const recorder = new Recorder(options.fired === true);
    this.#module.start(session);
    try {
      this.#plans.forEach((plan, pattern) => {
        recorder.begin(pattern);
        plan.run(tree, recorder);
      });
    } catch (error) {
      // It was recorded as the last finding.
      if (!(error instanceof BudgetExceeded)) throw error;
    } finally {
      for (const forget of session.atEnd) forget();
      this.#module.finish();
    }
    return recorder.outcome();
  }
}

/**
 * Runs the text of a generated module. Rule sets are trusted like code; documents never become code. `code` is what
 * `codeOf` made of the same text; V8 does without when it comes from another version of it.
 */
export function loadModule(source: string, file: string, code?: Buffer, sources: readonly string[] = []): Program {
  const text = process.sourceMapsEnabled === true ? withMap(source, sources) : source;
  const script = new Script(text, code === undefined ? { filename: file } : { filename: file, cachedData: code });
  const make: unknown = script.runInThisContext();
  if (typeof make !== 'function') throw new Error('a generated module is a function');
  return new Program(make(runtime, vocabulary));
}

/** With `node --enable-source-maps` stacks and profiles show the lines of the rule set. */
function withMap(source: string, sources: readonly string[]): string {
  const map = Buffer.from(sourceMapOf(source, sources)).toString('base64');
  return `${source}\n//# sourceMappingURL=data:application/json;base64,${map}`;
}

/** V8's own form of a generated module, with all its functions: loading it takes a third of the time. */
export function codeOf(source: string, file: string): Buffer {
  // Else only those functions are compiled that have run. V8 refuses what was written under other flags than it reads under.
  setFlagsFromString('--no-lazy');
  let script: Script;
  try {
    script = new Script(source, { filename: file });
  } finally {
    setFlagsFromString('--lazy');
  }
  return script.createCachedData();
}

const defaultBudget = 1_000_000_000;

function sessionOf(tree: Tree, options: RunOptions): Session {
  return {
    tree,
    documents: options.documents ?? [],
    now: nowOf(options.now),
    budget: options.budget ?? defaultBudget,
    atEnd: [],
  };
}

/** The same whenever it is asked for. */
function nowOf(given: Date | undefined): Session['now'] {
  return runtime.lazy(() => {
    const now = runtime.cast((given ?? new Date()).toISOString(), 'dateTime');
    if (now instanceof runtime.Temporal) return now;
    throw new DynamicError('FODT0001', 'the clock shows no date');
  });
}
