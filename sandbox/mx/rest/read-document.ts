import type { HttpRequest } from '../../http/listener.ts';
import { decodeBase64 } from '../authority.ts';

/**
 * The document that a request brings: the part `xml` of a multipart/form-data body, which is SW Sapien's own form, or the
 * member `xml` of a JSON object, always base64. Undefined when there is none.
 */
export async function readDocument({ headers, body }: HttpRequest, isBase64: boolean): Promise<Buffer | undefined> {
  const type = headers['content-type'] ?? '';
  if (/^application\/json\b/i.test(type)) return decodeBase64(memberOf(body));
  if (!/^multipart\/form-data\b/i.test(type)) return undefined;
  const part = await partOf(body, type);
  return part && isBase64 ? decodeBase64(part.toString('latin1')) : part;
}

function memberOf(body: Buffer): string {
  const given = readJson(body);
  return typeof given.xml === 'string' ? given.xml : '';
}

/** A JSON object; one without members when it is none. */
export function readJson(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

async function partOf(body: Buffer, type: string): Promise<Buffer | undefined> {
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    const part = form.get('xml');
    if (part === null) return undefined;
    return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
  } catch {
    return undefined;
  }
}
