import { createHash } from 'node:crypto';

/** application/x-www-form-urlencoded, with %20 for a space: every server reads it. */
export const writeForm = (fields: readonly (readonly [string, string])[]): string =>
  fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');

const encode = (text: string): string => encodeURIComponent(wellFormed(text));

export interface MultipartFile<Content = Uint8Array> {
  readonly name: string;
  /** Absent for a plain field. */
  readonly fileName?: string;
  readonly mediaType?: string;
  readonly content: Content;
}

/** multipart/form-data (RFC 7578). The boundary comes from the content: the same request has the same bytes each time. */
export function writeMultipart(parts: readonly MultipartFile[]): { mediaType: string; bytes: Uint8Array } {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part.name).update('\0').update(part.content).update('\0');
  const boundary = `timbre-${hash.digest('hex').slice(0, 40)}`;
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n${headersOf(part)}\r\n\r\n`),
    part.content,
    Buffer.from('\r\n'),
  ]);
  return {
    mediaType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

function headersOf({ name, fileName, mediaType }: MultipartFile): string {
  const disposition = `content-disposition: form-data; name="${quoted(name)}"`;
  if (fileName === undefined) return disposition;
  return `${disposition}; filename="${quoted(fileName)}"\r\ncontent-type: ${mediaType ?? 'application/octet-stream'}`;
}

/** As the HTML standard escapes names of multipart/form-data: a quotation mark or line break cannot end the header. */
const quoted = (text: string): string =>
  wellFormed(text).replace(/["\r\n]/g, (each) => (each === '"' ? '%22' : each === '\r' ? '%0D' : '%0A'));

/** A lone surrogate has no UTF-8; it becomes U+FFFD as everywhere else. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
