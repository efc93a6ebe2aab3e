import { type SchematronCode, SchematronProblem } from '../problem.ts';
import { classes, SPACE } from './characters.ts';
import { NameTable, WrittenName } from './names.ts';
import { Namespaces } from './namespaces.ts';
import { Nodes } from './nodes.ts';
import type { Limits } from './parse.ts';
import { lineAt, placeAt } from './place.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Element and attribute names apart: without a prefix they mean different things. */
const elementNames = new NameTable();
const attributeNames = new NameTable();
const nothing = new WrittenName('', 0);

/** The state of reading one document. */
export class Reader {
  readonly source: string;
  readonly file: string;
  readonly limits: Limits;
  readonly vocabulary: Vocabulary;
  readonly nodes: Nodes;
  readonly namespaces: Namespaces;
  readonly elementNames = elementNames;
  readonly attributeNames = attributeNames;
  readonly values: string[] = [];
  /** The elements whose end tags have not come yet, and their names; only the first `depth` hold. */
  readonly openIds: number[] = [];
  readonly openNames: WrittenName[] = [];
  depth = 0;
  lastElement = nothing;
  lastAttribute = nothing;
  readonly hasReturns: boolean;
  at = 0;
  /** Where the next `&` and the next `]]>` stand from here; the end of the source = nowhere. */
  nextReference: number;
  nextCdataEnd: number;

  constructor(source: string, file: string, limits: Limits, vocabulary: Vocabulary) {
    this.source = source;
    this.file = file;
    this.limits = limits;
    this.vocabulary = vocabulary;
    this.namespaces = new Namespaces(vocabulary);
    this.nodes = new Nodes(source.length);
    this.hasReturns = source.includes('\r');
    this.nextReference = this.next('&', 0);
    this.nextCdataEnd = this.next(']]>', 0);
  }

  next(text: string, from: number): number {
    const found = this.source.indexOf(text, from);
    return found === -1 ? this.source.length : found;
  }

  add(kind: number, parent: number, start: number, from: number, to: number): number {
    if (this.nodes.size >= this.limits.nodes)
      this.refuse('XML_TOO_LARGE', start, `The document has more than ${this.limits.nodes} nodes.`);
    return this.nodes.add(kind, parent, start, from, to);
  }

  /** Adds a node whose value does not stand in the source as it is. */
  addValue(kind: number, parent: number, start: number, value: string): number {
    return this.add(kind, parent, start, start, -this.values.push(value));
  }

  /** Moves over white space; false when there was none. */
  skipSpace(): boolean {
    const from = this.at;
    let code = this.source.charCodeAt(this.at);
    while (code < 128 && classes[code] === SPACE) code = this.source.charCodeAt(++this.at);
    return this.at > from;
  }

  malformed(at: number, what: string): never {
    return this.refuse('XML_NOT_WELL_FORMED', at, what);
  }

  refuse(code: SchematronCode, at: number, what: string): never {
    throw this.problem(code, at, what);
  }

  problem(code: SchematronCode, at: number, what: string): SchematronProblem {
    return new SchematronProblem(code, what, placeAt(this.source, at, this.file), lineAt(this.source, at));
  }
}
