import type { Loading } from '../../../../engine/action.ts';
import type { ProblemCode } from '../../../../engine/errors.ts';
import { nearHint } from '../../../../engine/expression.ts';
import type { Position } from '../../../../engine/source.ts';
import type { CodeTable, Mapping } from '../mapping.ts';

/** A mapping may unfold to this many nodes; fragments that use fragments multiply. */
const mostNodes = 50_000;

/** What is known while one mapping file is read, and the way everything wrong in it is reported: once. */
export class Reading {
  readonly loading: Loading;
  readonly writes: Mapping['writes'];
  readonly namespaces = new Map<string, string>();
  readonly usedPrefixes = new Set<string>();
  readonly codes = new Map<string, CodeTable>();
  readonly fragments = new Map<string, { readonly value: unknown; readonly at: Position }>();
  readonly usedFragments = new Set<string>();
  failed = false;
  #slots = 0;
  #nodes = 0;
  readonly #reported = new Set<string>();

  constructor(loading: Loading, writes: Mapping['writes']) {
    this.loading = loading;
    this.writes = writes;
  }

  /** A fragment is read once for each use: the same mistake in it is said once. */
  report(code: ProblemCode, message: string, at: Position, hint?: string): void {
    this.failed = true;
    const place = at.file.place(at.path);
    const key = `${code} ${place.line}:${place.column} ${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.loading.report(code, message, at, hint);
  }

  reportUnknown(code: ProblemCode, what: string, name: string, known: Iterable<string>, at: Position): void {
    this.report(code, `${what} ${name} is not known here`, at, nearHint(name, known));
  }

  /** One name with two meanings, in a mapping and in what it includes. */
  reportTwice(what: string, name: string, at: Position): void {
    this.report('SCHEMA', `there is a ${what} ${name} already`, atKey(at), 'Choose another name.');
  }

  nextSlot(): number {
    return this.#slots++;
  }

  /** False once the mapping has grown too large; said the first time only. */
  count(at: Position): boolean {
    this.#nodes += 1;
    if (this.#nodes === mostNodes + 1) {
      this.report('YAML_TOO_LARGE', `the mapping unfolds to more than ${mostNodes} nodes`, at, 'Use fewer fragments.');
    }
    return this.#nodes <= mostNodes;
  }
}

/** The same node, reported at its key. */
export function atKey(at: Position): Position {
  const { file, path } = at;
  return {
    path,
    file: { ...fileParts(file), place: (p, _part, offset, length) => file.place(p, 'key', offset, length) },
  };
}

/** The same node, with expressions that stand `shift` characters into its text. */
export function shifted(at: Position, shift: number): Position {
  const { file, path } = at;
  return {
    path,
    file: {
      ...fileParts(file),
      place: (p, part, offset, length) => file.place(p, part, (offset ?? 0) + shift, length),
    },
  };
}

const fileParts = (file: Position['file']) => ({ path: file.path, text: file.text, data: file.data });
