import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { SchematronProblem } from '../problem.ts';
import { parseDocument, type Tree, Vocabulary } from '../tree/index.ts';
import type { Place } from './model.ts';

/** Reads a file's bytes; throws where there is none. */
export type ReadFile = (path: string) => Uint8Array;

/** A file of a rule set. */
export interface Source {
  /** Absolute. */
  readonly path: string;
  /** As messages call it: from the working directory, where it is below that. */
  readonly file: string;
  readonly tree: Tree;
}

/** The files of a rule set; each is read once. */
export class Sources {
  readonly #read: ReadFile;
  readonly #loaded = new Map<string, Source>();
  /** Names of rule sets' own vocabulary (`sch:rule` …) are nothing that documents have. */
  readonly #vocabulary = new Vocabulary();

  constructor(read: ReadFile = readFileSync) {
    this.#read = read;
  }

  get files(): readonly string[] {
    return [...this.#loaded.keys()];
  }

  /** `from`: the file and place that refer to it; `href` is relative to that file. */
  load(href: string, from?: { readonly source: Source; readonly place: Place }): Source {
    const path = resolve(from ? dirname(from.source.path) : '.', href);
    const before = this.#loaded.get(path);
    if (before) return before;
    const file = shownPath(path);
    const tree = parseDocument(this.#bytes(path, file, from?.place), { file, vocabulary: this.#vocabulary });
    const source = { path, file, tree };
    this.#loaded.set(path, source);
    return source;
  }

  #bytes(path: string, file: string, place: Place | undefined): Uint8Array {
    try {
      return this.#read(path);
    } catch (error) {
      const what = `${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`;
      throw new SchematronProblem('SCHEMATRON_FILE_MISSING', what, place ?? { file, line: 1, column: 1 });
    }
  }
}

function shownPath(path: string): string {
  const shown = relative('.', path);
  return shown.startsWith('..') ? path : shown;
}
