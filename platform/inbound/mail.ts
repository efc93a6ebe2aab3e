import { fail } from '../../engine/index.ts';
import type { IncomingFile } from './arrival.ts';
import type { UnpackLimits } from './unpack.ts';

/** The attachments of a mail (RFC 5322, MIME). INBOUND_EMPTY, INBOUND_TOO_MUCH, INBOUND_UNREADABLE. */
export async function attachmentsOf(mail: IncomingFile, limits: UnpackLimits): Promise<IncomingFile[]> {
  // Only who receives mail needs it, and it takes long to load.
  const { simpleParser } = await import('mailparser');
  const read = await simpleParser(Buffer.from(mail.bytes), {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
  }).catch(() => fail('INBOUND_UNREADABLE', `${mail.name} is not a mail.`));
  const { attachments } = read;
  if (attachments.length === 0) fail('INBOUND_EMPTY', 'The mail has no attachment.');
  if (attachments.length > limits.files)
    fail('INBOUND_TOO_MUCH', `The mail has ${attachments.length} attachments; ${limits.files} are taken.`);
  return attachments.map(({ filename, contentType, content }, at) => ({
    name: filename ?? `attachment ${at + 1}`,
    mediaType: contentType,
    bytes: content,
  }));
}
