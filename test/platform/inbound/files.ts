import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

export const xml = (number: string): Buffer => Buffer.from(`<n:Note xmlns:n="urn:note" number="${number}"/>`);

export async function zipOf(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const zip = new ZipWriter(new Uint8ArrayWriter());
  for (const [name, bytes] of Object.entries(files)) await zip.add(name, new Uint8ArrayReader(bytes));
  return zip.close();
}

/** A mail as a mail server has it. */
export function mailOf(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const head = 'From: them@example.com\r\nTo: us@example.com\r\nSubject: An invoice\r\nMIME-Version: 1.0\r\n';
  const parts = Object.entries(files).map(
    ([name, bytes]) =>
      `--limit\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="${name}"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(bytes).toString('base64')}\r\n`,
  );
  const text = '--limit\r\nContent-Type: text/plain\r\n\r\nPlease find it attached.\r\n';
  return Buffer.from(
    `${head}Content-Type: multipart/mixed; boundary=limit\r\n\r\n${text}${parts.join('')}--limit--\r\n`,
  );
}
