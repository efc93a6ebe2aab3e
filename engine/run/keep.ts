import type { NewDocument } from '../action.ts';
import { sha256 } from '../document.ts';
import { fail } from '../errors.ts';
import type { DocumentRecord } from '../record/entry.ts';
import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';

/**
 * The documents of one run: kept in the store under a name that holds their hash, and in memory while the run is worked on.
 * Writes go on beside the steps; `settled` waits for them, and nothing that names a document is recorded before.
 */
export class Documents {
  readonly #store: Store;
  readonly #run: string;
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #writes: Promise<unknown>[] = [];

  constructor(store: Store, run: string) {
    this.#store = store;
    this.#run = run;
  }

  keep(step: string, name: string, { bytes, mediaType, fileName }: NewDocument): DocumentRecord {
    const hash = sha256(bytes);
    // Most have none, and V8 asks the text for a pattern before it looks.
    const label = `${step.includes('/') ? step.replaceAll('/', '.') : step}.${name}`;
    const extension = extensionOf(mediaType);
    const path = layout.document(this.#run, label, hash, extension);
    if (!this.#bytes.has(path)) {
      this.#bytes.set(path, bytes);
      const write = this.#store.create(path, bytes);
      // Awaited in `settled`; a rejection before that is not unhandled.
      write.catch(ignore);
      this.#writes.push(write);
    }
    return { path, mediaType, sha256: hash, size: bytes.byteLength, fileName: fileName ?? `${label}${extension}` };
  }

  keepAll(step: string, documents: Readonly<Record<string, NewDocument>> | undefined): Record<string, DocumentRecord> {
    const records: Record<string, DocumentRecord> = {};
    for (const [name, document] of Object.entries(documents ?? {})) records[name] = this.keep(step, name, document);
    return records;
  }

  /** The bytes of a document that this process has kept or read. */
  known(record: DocumentRecord): Uint8Array | undefined {
    return this.#bytes.get(record.path);
  }

  async read(record: DocumentRecord): Promise<Uint8Array> {
    const known = this.known(record);
    if (known) return known;
    const bytes = await this.#store.read(record.path);
    if (!bytes) fail('RECORD_DAMAGED', `The document ${record.path} is recorded but not in the store.`);
    if (sha256(bytes) !== record.sha256)
      fail('RECORD_DAMAGED', `The document ${record.path} was changed in the store.`);
    this.#bytes.set(record.path, bytes);
    return bytes;
  }

  /** Resolves when everything kept so far is in the store. */
  async settled(): Promise<void> {
    for (let write = this.#writes.pop(); write; write = this.#writes.pop()) await write;
  }
}

const ignore = (): void => {};

const extensions: ReadonlyMap<string, string> = new Map([
  ['application/xml', '.xml'],
  ['text/xml', '.xml'],
  ['application/soap+xml', '.xml'],
  ['application/json', '.json'],
  ['text/plain', '.txt'],
  ['text/html', '.html'],
  ['image/svg+xml', '.svg'],
  ['image/png', '.png'],
  ['application/pdf', '.pdf'],
  ['application/zip', '.zip'],
  ['application/gzip', '.gz'],
]);

function extensionOf(mediaType: string): string {
  return extensions.get(mediaType) ?? extensions.get(mediaType.split(';', 1)[0]?.trim() ?? '') ?? '.bin';
}
