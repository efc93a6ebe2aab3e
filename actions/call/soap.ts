import { fail } from '../../engine/errors.ts';
import { withXml } from '../lib/xml/index.ts';

export type SoapVersion = 1.1 | 1.2;

/** SOAP 1.1 (W3C Note) section 3, SOAP 1.2 part 1 section 5. */
const namespaces: Readonly<Record<SoapVersion, string>> = {
  1.1: 'http://schemas.xmlsoap.org/soap/envelope/',
  1.2: 'http://www.w3.org/2003/05/soap-envelope',
};

const PROLOG = /^\uFEFF?\s*(<\?xml[^>]*\?>)?\s*/;

/** The envelope of a body, in parts, for the body may be long; a text that is an envelope already stays as it is. */
export function inEnvelope(text: string, version: SoapVersion): readonly string[] {
  const payload = text.slice(PROLOG.exec(text)?.[0].length);
  if (/^<([\w.-]+:)?Envelope[\s>/]/.test(payload)) return [text];
  const open = `<soap:Envelope xmlns:soap="${namespaces[version]}"><soap:Body>`;
  return [`<?xml version="1.0" encoding="UTF-8"?>\n${open}`, payload, '</soap:Body></soap:Envelope>'];
}

/** Throws CALL_BODY for what is not UTF-8. */
export const bytesInEnvelope = (body: Uint8Array, version: SoapVersion): Uint8Array =>
  Buffer.from(inEnvelope(decode(body), version).join(''));

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return fail('CALL_BODY', 'The document for the SOAP envelope is not UTF-8.');
  }
}

/** SOAP 1.1 section 6.1.1; RFC 3902 for 1.2. */
export function soapHeaders(version: SoapVersion, action = ''): Readonly<Record<string, string>> {
  if (/["\\]/.test(action)) fail('CALL_HEADER', 'The SOAP action has a quotation mark or backslash in it.');
  if (version === 1.1) return { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${action}"` };
  return { 'content-type': `application/soap+xml; charset=utf-8${action ? `; action="${action}"` : ''}` };
}

export interface Fault {
  /** Local name: the prefix is the sender's own. In 1.2 the innermost subcode, which says most. */
  readonly code: string | null;
  readonly text: string | null;
}

const soap = { a: namespaces[1.1], b: namespaces[1.2] };

/** The fault in an answer of either version; undefined when there is none. Throws XML_MALFORMED and the like. */
export function faultIn(answer: Uint8Array): Fault | undefined {
  return withXml(answer, (tree) => {
    const text = (xpath: string) => tree.text(xpath, soap)?.trim() || null;
    if (tree.find('/a:Envelope/a:Body/a:Fault', soap).length > 0) {
      return {
        code: local(text('//a:Fault/*[local-name()="faultcode"]')),
        text: text('//a:Fault/*[local-name()="faultstring"]'),
      };
    }
    if (tree.find('/b:Envelope/b:Body/b:Fault', soap).length === 0) return undefined;
    const code = text('(//b:Fault/b:Code//b:Subcode/b:Value)[last()]') ?? text('//b:Fault/b:Code/b:Value');
    return { code: local(code), text: text('//b:Fault/b:Reason/b:Text') };
  });
}

/** Whether a search for the letters leaves it open; the name of an element cannot be written in any other way. */
export function mayHoldFault(answer: Uint8Array): boolean {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  // Without the envelope's letters they may be in UTF-16.
  return bytes.includes('Fault') || !bytes.includes('Envelope');
}

const local = (qualified: string | null): string | null => qualified?.replace(/^[^:]*:/, '') || null;
