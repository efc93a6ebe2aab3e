import { problemKinds } from './problem-kinds/index.ts';

export type ProblemCode = keyof typeof problemKinds;

/** A place in a file of a feature; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The text of that line, for the caret. */
  readonly source?: string;
  /** How many characters the caret underlines. */
  readonly length?: number;
}

/** What is wrong, where, why, and what to do: for the person who must act. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  /** What is wrong and why, with names and values, never a secret. */
  readonly message: string;
  /** What to do; where absent the code table's own advice holds. */
  readonly hint?: string;
  /** Where in the business data, e.g. `lines[2].quantity`. */
  readonly path?: string;
  /** Where in a feature's file. */
  readonly place?: Place;
  /** The other place, where two do not fit together. */
  readonly related?: Place;
  /** The step that met it. */
  readonly step?: string;
  /** The other run that it is about. */
  readonly run?: string;
}

export interface ProblemDetails {
  readonly severity?: Problem['severity'];
  readonly hint?: string | undefined;
  readonly path?: string | undefined;
  readonly place?: Place | undefined;
  readonly related?: Place | undefined;
  readonly step?: string | undefined;
  readonly run?: string | undefined;
}

/** Builds a problem; without a hint of its own it carries the code table's advice. */
export function problem(code: ProblemCode, message: string, details: ProblemDetails = {}): Problem {
  return {
    code,
    severity: details.severity ?? 'error',
    message,
    hint: details.hint ?? problemKinds[code].action,
    ...(details.path === undefined ? {} : { path: details.path }),
    ...(details.place === undefined ? {} : { place: details.place }),
    ...(details.related === undefined ? {} : { related: details.related }),
    ...(details.step === undefined ? {} : { step: details.step }),
    ...(details.run === undefined ? {} : { run: details.run }),
  };
}

/** Thrown where work cannot go on; carries every problem found, not the first one. */
export class TimbreError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const list = 'code' in problems ? [problems] : problems;
    super(list.map((each) => `${each.code}: ${each.message}`).join('\n'), options);
    this.name = 'TimbreError';
    this.problems = list;
  }

  get code(): ProblemCode {
    // Warnings that came with it do not say why it failed.
    return (this.problems.find(({ severity }) => severity === 'error') ?? this.problems[0])?.code ?? 'INTERNAL';
  }
}

/** Throws a `TimbreError` with one problem. */
export function fail(code: ProblemCode, message: string, details?: ProblemDetails): never {
  throw new TimbreError(problem(code, message, details));
}

/** What an unknown thrown thing means: its own problems, or an internal one. */
export function problemsOf(thrown: unknown): readonly Problem[] {
  if (thrown instanceof TimbreError) return thrown.problems;
  return [problem('INTERNAL', thrown instanceof Error ? thrown.message : String(thrown))];
}
