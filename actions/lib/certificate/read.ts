import { X509Certificate } from 'node:crypto';

/** A certificate from DER, PEM, or base64 of DER (what documents embed); undefined when it is none of these. */
export function certificateFrom(content: Uint8Array | string): X509Certificate | undefined {
  try {
    return new X509Certificate(typeof content === 'string' ? fromText(content) : content);
  } catch {
    return undefined;
  }
}

const fromText = (text: string): Buffer | string =>
  text.includes('-----BEGIN') ? text : Buffer.from(text.replace(/[ \t\r\n]/g, ''), 'base64');
