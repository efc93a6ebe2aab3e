import type { Program } from './compile/index.ts';
import { type Catalogue, type Finding, type Outcome, toFindings, toSvrl } from './report/index.ts';
import { parseDocument, type Tree } from './tree/index.ts';

export interface ValidateOptions {
  /** The instant that `current-dateTime()` answers; absent = now. */
  readonly now?: Date;
  /** How much work a document may cause, in steps; a rule that would need more is a finding with an error. */
  readonly budget?: number;
}

/** What was found in a document. */
export interface Validation {
  readonly findings: readonly Finding[];
  /** ISO/IEC 19757-3's report on it. */
  svrl(): string;
}

/** A rule set, compiled. It may be used for any number of documents, and several may judge one parsed document. */
export class RuleSet {
  /** Its patterns, rules and checks, as data. */
  readonly catalogue: Catalogue;
  readonly #program: Program;
  readonly #documents: readonly Tree[];
  /** Every file that decides what it says: the rule set's own, and those of `document()`. */
  readonly files: readonly string[];

  constructor(catalogue: Catalogue, program: Program, documents: readonly Tree[], files: readonly string[]) {
    this.catalogue = catalogue;
    this.#program = program;
    this.#documents = documents;
    this.files = files;
  }

  get title(): string | undefined {
    return this.catalogue.title;
  }

  /** How many asserts and reports it has. */
  get checks(): number {
    return this.catalogue.patterns.flatMap(({ rules }) => rules).reduce((sum, { checks }) => sum + checks.length, 0);
  }

  validate(document: Tree, options: ValidateOptions = {}): Validation {
    const tree = current(document);
    const { findings } = this.run(tree, options, false);
    return {
      findings: toFindings(this.catalogue, tree, { findings, fired: [] }),
      svrl: () => toSvrl(this.catalogue, tree, this.run(tree, options, true)),
    };
  }

  /** The outcome as numbers into the rule set. */
  run(document: Tree, options: ValidateOptions, fired: boolean): Outcome {
    return this.#program.run(current(document), { ...options, documents: this.#documents, fired });
  }
}

/**
 * Rule sets that were loaded after a document was parsed may know names and paths that its tree does not; it is parsed
 * again then.
 */
function current(tree: Tree): Tree {
  const { vocabulary, known, source } = tree;
  if (known.names === vocabulary.names && known.paths === vocabulary.paths) return tree;
  return parseDocument(source, { vocabulary });
}
