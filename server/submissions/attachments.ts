import { type Attachment, fail } from '../../engine/index.ts';
import { base64In, nothingElse, objectIn, textIn } from '../body.ts';

/** So many may go with one submission. */
const most = 100;

/**
 * The files in a request: their bytes in base64, so that an ERP needs nothing but JSON. REQUEST_INVALID for each that is not a
 * named file.
 */
export function attachmentsIn(given: unknown): Attachment[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.length > most)
    return fail('REQUEST_INVALID', `\`attachments\` must be a list of at most ${most} files.`);
  const files = given.map(attachmentIn);
  if (new Set(files.map(({ name }) => name)).size < files.length)
    fail('REQUEST_INVALID', 'Two of the `attachments` have the same name.');
  return files;
}

function attachmentIn(given: unknown, at: number): Attachment {
  const where = `attachments[${at}]`;
  const { name, mediaType, content, ...others } = objectIn(given, `\`${where}\``);
  nothingElse(others, `\`${where}\``);
  if (typeof mediaType !== 'string' || !/^[\w.+-]{1,60}\/[\w.+-]{1,60}$/.test(mediaType))
    return fail('REQUEST_INVALID', `\`${where}.mediaType\` must be a media type such as application/pdf.`);
  const named = textIn(name, `\`${where}.name\``, 255);
  if (/[\\/]/.test(named)) fail('REQUEST_INVALID', `\`${where}.name\` must be a file name, without folders.`);
  return { name: named, mediaType, bytes: base64In(content, `\`${where}.content\``) };
}
