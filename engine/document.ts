import { hash } from 'node:crypto';

/** A file that a run has. Its bytes never change; `sha256` is 64 lower-case hexadecimal digits. */
export interface Document {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** A small fact that a step leaves, as JSON: UUID, folio, status code. */
export type Value = string | number | boolean | null | readonly Value[];

export function createDocument(name: string, mediaType: string, content: Uint8Array | string): Document {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return { name, mediaType, bytes, sha256: sha256(bytes) };
}

export function sha256(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}
