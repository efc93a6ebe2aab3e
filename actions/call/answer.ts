import type { HttpResponse } from '../../engine/http.ts';

/** What an answer is, whatever its media type claims: some servers call XML text/html, some send a login page as XML. */
export type AnswerKind = 'xml' | 'json' | 'html' | 'empty' | 'other';

export function kindOf(body: Uint8Array): AnswerKind {
  if (body.length === 0) return 'empty';
  const start = beginning(body)
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^<(!doctype\s+html|html[\s>])/i.test(start)) return 'html';
  if (start.startsWith('<')) return 'xml';
  return /^[{[]/.test(start) ? 'json' : 'other';
}

function beginning(body: Uint8Array): string {
  const bytes = body.subarray(0, 512);
  const wide =
    bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : undefined;
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  const plain = withoutMark(bytes);
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength).toString('latin1');
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

/** The answer's media type without parameters; `application/octet-stream` where it says none, or nonsense. */
export function mediaTypeOf(response: HttpResponse): string {
  const [type = ''] = (response.headers['content-type'] ?? '').split(';');
  const clean = type.trim().toLowerCase();
  return /^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(clean) ? clean : 'application/octet-stream';
}

/** Milliseconds of Retry-After (RFC 9110 10.2.3): seconds, or a date by the server's own clock. */
export function retryAfterOf({ headers }: HttpResponse, now: number = Date.now()): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  // Date.parse makes a date of almost anything; all three forms of RFC 9110 5.6.7 begin with the day's name.
  const at = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return undefined;
  const there = Date.parse(headers.date ?? '');
  return Math.max(0, at - (Number.isNaN(there) ? now : there));
}
