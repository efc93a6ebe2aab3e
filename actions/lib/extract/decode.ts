import { fail } from '../../../engine/errors.ts';
import { placeOf } from '../../../engine/source.ts';
import { bytesOfXml, undeclareEncoding } from '../xml-text/index.ts';
import type { WantedDocument } from './prepare.ts';

/**
 * The bytes of a document inside a document.
 * @throws EXTRACT_ENCODING
 */
export function decodeText(wanted: WantedDocument, text: string): Uint8Array {
  if (wanted.encoding !== 'base64') {
    const written = undeclareEncoding(text);
    // JSON may have a surrogate that stands alone; XML cannot.
    return 'xpath' in wanted.where ? bytesOfXml(written) : Buffer.from(written, 'utf8');
  }
  const packed = text.replace(/\s+/g, '');
  const wrong = whatIsWrong(packed);
  if (wrong === undefined) return Buffer.from(packed, 'base64');
  return fail('EXTRACT_ENCODING', `${wanted.name} (${wanted.source}) is not base64: ${wrong}.`, {
    place: placeOf(wanted.at),
  });
}

/** RFC 4648, section 4, padded. Node's own decoder skips what it does not know, and would give half a document. */
function whatIsWrong(packed: string): string | undefined {
  const stranger = /[^A-Za-z0-9+/=]|=(?!=?$)/.exec(packed);
  if (stranger !== null) return `"${stranger[0]}" stands at character ${stranger.index + 1}`;
  return packed.length % 4 === 0 ? undefined : `${packed.length} characters are no multiple of 4; it is cut off`;
}
