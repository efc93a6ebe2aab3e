import { configure, type FileEntry, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { fail, TimbreError } from '../../engine/errors.ts';
import { baseName, chooseEntry } from './entry.ts';
import type { Limits } from './limits.ts';

configure({ useWebWorkers: false });

/**
 * One file of a zip: the one that is named, or the only one. zip.js refuses names that lead out of the archive.
 *
 * @throws TimbreError DECODE_MALFORMED, DECODE_TOO_LARGE, DECODE_ENTRY
 */
export async function unzip(bytes: Uint8Array, wanted: readonly string[] | undefined, limits: Limits) {
  try {
    const { name, entry } = chooseEntry('zip', await entriesOf(bytes, limits), wanted);
    return { name: baseName(name), bytes: await contentOf(entry, limits) };
  } catch (cause) {
    if (cause instanceof TimbreError) throw cause;
    return fail('DECODE_MALFORMED', `The zip cannot be read: ${cause instanceof Error ? cause.message : ''}`);
  }
}

async function entriesOf(bytes: Uint8Array, { maxEntries }: Limits): Promise<{ name: string; entry: FileEntry }[]> {
  const entries: { name: string; entry: FileEntry }[] = [];
  let count = 0;
  for await (const entry of new ZipReader(new Uint8ArrayReader(bytes)).getEntriesGenerator()) {
    if (++count > maxEntries) fail('DECODE_TOO_LARGE', `The zip has more than ${maxEntries} files`);
    if (!entry.directory) entries.push({ name: entry.filename, entry });
  }
  return entries;
}

async function contentOf(entry: FileEntry, { maxBytes }: Limits): Promise<Uint8Array> {
  const tooLarge = (): never => fail('DECODE_TOO_LARGE', `${entry.filename} has more than ${maxBytes} bytes`);
  if (entry.encrypted) fail('DECODE_MALFORMED', `${entry.filename} is encrypted`);
  if (entry.uncompressedSize > maxBytes) tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const counting = new WritableStream<Uint8Array>({
    write(chunk) {
      size += chunk.length;
      if (size > maxBytes) tooLarge();
      chunks.push(chunk);
    },
  });
  await entry.getData(counting, { checkSignature: true });
  return Buffer.concat(chunks);
}
