import { fail } from '../../engine/index.ts';
import { type RecognisedXml, type Recognising, recogniseFile } from '../../platform/inbound/recognise.ts';

const MEGABYTE = 1024 * 1024;
const largest = 64 * MEGABYTE;

/**
 * Who reads a document: the feature that recognises the XML, or a file attached to the PDF.
 *
 * @throws TimbreError INBOUND_UNRECOGNISED, XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, PDF_UNREADABLE, DECODE_TOO_LARGE
 */
export async function sourceOf<F extends Recognising>(
  bytes: Uint8Array,
  name: string,
  features: readonly F[],
): Promise<RecognisedXml<F>> {
  return (
    (await known(features, bytes)) ??
    fail('INBOUND_UNRECOGNISED', `No feature here reads ${name}.`, {
      hint: 'Give business data as JSON, or an XML or a PDF of a format that a feature `recognises`.',
    })
  );
}

/** The same, or undefined where nobody does. */
export async function known<F extends Recognising>(
  features: readonly F[],
  bytes: Uint8Array,
): Promise<RecognisedXml<F> | undefined> {
  const found = await recogniseFile(features, bytes, largest);
  return found && found.features.length > 0 ? found : undefined;
}
