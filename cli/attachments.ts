import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { type Attachment, fail } from '../engine/index.ts';

/** What a file is that goes with business data (EN 16931's media types, BG-24, and what else ERPs hand over), by the end of its name. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.xml': 'application/xml',
};

/**
 * The files that go with business data. Its name tells what a file is.
 *
 * @throws TimbreError USAGE: a file that cannot be read, of an unknown kind, or of the same name as another
 */
export function attachmentsFrom(paths: readonly string[] = []): Attachment[] {
  const files = paths.map(attachmentFrom);
  const twice = files.find(({ name }, index) => files.findIndex((each) => each.name === name) < index);
  if (twice) fail('USAGE', `Two attachments have the name ${twice.name}.`);
  return files;
}

function attachmentFrom(path: string): Attachment {
  const end = extname(path).toLowerCase();
  const known = Object.keys(mediaTypes).join(', ');
  const mediaType =
    mediaTypes[end] ?? fail('USAGE', `${path} does not say what it is.`, { hint: `Its name ends in ${known}.` });
  try {
    return { name: basename(path), mediaType, bytes: readFileSync(path) };
  } catch (thrown) {
    return fail('USAGE', `${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}
