import type { Document } from '../document.ts';
import { fail } from '../errors.ts';
import type { Variables } from '../expression.ts';
import type { DocumentReference } from '../feature.ts';
import { readJson } from '../json.ts';
import type { DocumentRecord, StepRecord } from '../record/entry.ts';
import type { Documents } from './keep.ts';

/**
 * What the steps of one list can see: the values and documents of the steps before, and what was handed in.
 * The pipeline has one; each use of a connector and each question to an authority has its own.
 */
export class Frame {
  /** Stands before the ids of this list's steps in full step names: ``, `stamped/`. */
  readonly prefix: string;
  readonly variables: Variables & { readonly steps: Record<string, StepRecord['values']> };
  readonly #inputs: Readonly<Record<string, DocumentRecord>>;
  readonly #documents: Map<string, Readonly<Record<string, DocumentRecord>>>;
  /** Business data that was read for a step, by the hash of its document: the next one mostly wants the same. */
  readonly #read: Map<string, unknown>;

  constructor(prefix: string, variables: Variables, inputs: Readonly<Record<string, DocumentRecord>>, before?: Frame) {
    this.prefix = prefix;
    this.variables = Object.assign({}, variables, { steps: { ...before?.variables.steps } });
    this.#inputs = inputs;
    this.#documents = new Map(before ? before.#documents : []);
    this.#read = before ? before.#read : new Map();
  }

  /** A frame whose steps see everything this one's see: for questions to the authority. */
  inner(prefix: string): Frame {
    return new Frame(prefix, this.variables, this.#inputs, this);
  }

  /** The same frame for a step that works on other business data than the submission's own. */
  async seeing(reference: DocumentReference, documents: Documents, step: string): Promise<Frame> {
    const { data } = await this.load({ data: reference }, documents, step);
    if (data && !this.#read.has(data.sha256)) this.#read.set(data.sha256, readJson(data.bytes, {}, data.name).data);
    const invoice = data && this.#read.get(data.sha256);
    return new Frame(this.prefix, Object.assign({}, this.variables, { invoice }), this.#inputs, this);
  }

  add(id: string, record: StepRecord): void {
    this.variables.steps[id] = record.values;
    this.#documents.set(id, record.documents);
  }

  find(reference: DocumentReference): DocumentRecord | undefined {
    if ('either' in reference) {
      for (const each of reference.either) {
        const record = this.find(each);
        if (record) return record;
      }
      return undefined;
    }
    if ('input' in reference) return this.#inputs[reference.input];
    return this.#documents.get(reference.step)?.[reference.document];
  }

  /** The records behind the references of a step or an operation; what a skipped step did not leave is left out. */
  gather(references: Readonly<Record<string, DocumentReference>>): Record<string, DocumentRecord> {
    const records: Record<string, DocumentRecord> = {};
    for (const [name, reference] of Object.entries(references)) {
      const record = this.find(reference);
      if (record) records[name] = record;
    }
    return records;
  }

  /** The sha256 of each of those documents, by the reference's name: what an attempt sent. */
  hashes(references: Readonly<Record<string, DocumentReference>>): Record<string, string> {
    return Object.fromEntries(Object.entries(this.gather(references)).map(([name, { sha256 }]) => [name, sha256]));
  }

  async load(
    references: Readonly<Record<string, DocumentReference>>,
    documents: Documents,
    step: string,
  ): Promise<Record<string, Document>> {
    const loaded: Record<string, Document> = {};
    for (const [name, reference] of Object.entries(references)) {
      const record = this.find(reference);
      if (!record)
        fail(
          'DOCUMENT_ABSENT',
          `The input \`${name}\` of step ${step} has no document: the step that makes it was skipped.`,
        );
      const { fileName, mediaType, sha256 } = record;
      loaded[name] = {
        name: fileName,
        mediaType,
        sha256,
        bytes: documents.known(record) ?? (await documents.read(record)),
      };
    }
    return loaded;
  }
}
