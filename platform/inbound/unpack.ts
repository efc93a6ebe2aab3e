import { fail } from '../../engine/index.ts';
import type { IncomingFile } from './arrival.ts';
import { attachmentsOf } from './mail.ts';
import { isZip, unzip } from './zip.ts';

export interface UnpackLimits {
  /** Bytes of all files together, unpacked. */
  readonly bytes: number;
  readonly files: number;
}

/**
 * The files in what came in: a mail's attachments, a ZIP's entries, those of a ZIP in a mail; anything else is itself.
 * INBOUND_UNREADABLE, INBOUND_EMPTY, INBOUND_TOO_MUCH.
 */
export async function unpack(file: IncomingFile, limits: UnpackLimits): Promise<IncomingFile[]> {
  if (!isMail(file)) return isZip(file.bytes) ? unzip(file, limits) : [file];
  const attachments = await attachmentsOf(file, limits);
  const files: IncomingFile[] = [];
  for (const each of attachments) {
    const left = { bytes: limits.bytes - sizeOf(files), files: limits.files - files.length };
    files.push(...(isZip(each.bytes) ? await unzip(each, left) : [each]));
  }
  if (files.length > limits.files) fail('INBOUND_TOO_MUCH', `${file.name} has more than ${limits.files} files in it.`);
  return files;
}

const isMail = ({ mediaType, name }: IncomingFile): boolean => mediaType === 'message/rfc822' || /\.eml$/i.test(name);

const sizeOf = (files: readonly IncomingFile[]): number =>
  files.reduce((size, { bytes }) => size + bytes.byteLength, 0);
