import { type Problem, type ProblemCode, problem } from '../errors.ts';
import { checkFile, type ValidateFunction } from '../schema/index.ts';
import type { Path, Position } from '../source.ts';

export interface ReportDetails {
  readonly hint?: string | undefined;
  readonly part?: 'key' | 'value';
  /** Into the text value at the position. */
  readonly offset?: number;
  readonly length?: number;
  readonly severity?: Problem['severity'];
}

/** Collects every problem of a feature once, and remembers which parts of a file are not to be looked at further. */
export class Report {
  readonly #problems: Problem[] = [];
  readonly #seen = new Set<string>();
  readonly #broken = new Map<string, Path[]>();

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  get failed(): boolean {
    return this.#problems.some(({ severity }) => severity === 'error');
  }

  at(code: ProblemCode, message: string, at: Position, details: ReportDetails = {}): void {
    const place = at.file.place(at.path, details.part ?? 'value', details.offset, details.length);
    this.add(problem(code, message, { place, hint: details.hint, severity: details.severity ?? 'error' }));
  }

  add(...problems: readonly Problem[]): void {
    for (const each of problems) {
      const same = JSON.stringify([each.code, each.message, each.place?.file, each.place?.line, each.place?.column]);
      if (this.#seen.has(same)) continue;
      this.#seen.add(same);
      this.#problems.push(each);
    }
  }

  /** Checks a value of a file against a schema; what is wrong there counts as broken, but for keys that are not known. */
  schema<T>(validate: ValidateFunction<T>, data: unknown, at: Position): data is T {
    const findings = checkFile(validate, data, at);
    this.add(...findings.map((each) => each.problem));
    const broken = findings.filter(({ kind }) => kind !== 'unknown').map(({ path }) => path);
    this.#broken.set(at.file.path, [...(this.#broken.get(at.file.path) ?? []), ...broken]);
    return broken.length === 0;
  }

  /** Whether the schema found something wrong at or below the path; without `deep`, only at its direct members. */
  isBroken(at: Position, deep = true): boolean {
    const paths = this.#broken.get(at.file.path) ?? [];
    return paths.some(
      (path) =>
        at.path.every((segment, index) => String(path[index]) === String(segment)) &&
        (deep || path.length <= at.path.length + 1),
    );
  }
}
