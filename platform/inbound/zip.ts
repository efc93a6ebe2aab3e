import { fail, TimbreError } from '../../engine/index.ts';
import type { IncomingFile } from './arrival.ts';
import type { UnpackLimits } from './unpack.ts';

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/**
 * The files in a ZIP, no ZIP within it. What they would unpack to is counted while they do: what a ZIP says of itself may be a lie.
 * INBOUND_UNREADABLE, INBOUND_EMPTY, INBOUND_TOO_MUCH.
 */
export async function unzip({ name, bytes }: IncomingFile, limits: UnpackLimits): Promise<IncomingFile[]> {
  const { configure, Uint8ArrayReader, ZipReader } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const files: IncomingFile[] = [];
  let left = limits.bytes;
  try {
    const reader = new ZipReader(new Uint8ArrayReader(bytes), { checkOverlappingEntry: true });
    for await (const entry of reader.getEntriesGenerator()) {
      if (entry.directory) continue;
      if (files.length === limits.files) fail('INBOUND_TOO_MUCH', `${name} has more than ${limits.files} files in it.`);
      const parts: Uint8Array[] = [];
      await entry.getData(
        new WritableStream<Uint8Array>({
          write(part) {
            left -= part.byteLength;
            if (left < 0) fail('INBOUND_TOO_MUCH', `${name} unpacks to more than ${limits.bytes} bytes.`);
            parts.push(part);
          },
        }),
      );
      files.push({ name: entry.filename, mediaType: 'application/octet-stream', bytes: Buffer.concat(parts) });
    }
    await reader.close();
  } catch (thrown) {
    if (thrown instanceof TimbreError) throw thrown;
    return fail('INBOUND_UNREADABLE', `${name} is a ZIP that cannot be unpacked: ${reasonOf(thrown)}.`);
  }
  if (files.length === 0) fail('INBOUND_EMPTY', `${name} is a ZIP without a file in it.`);
  return files;
}

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 120) : 'it is broken';
