import { type Feature, fail } from '../../engine/index.ts';
import { recogniseFile } from '../../platform/inbound/recognise.ts';

/** A document that a feature reads. */
export interface Source {
  readonly feature: Feature;
  readonly pipeline: string;
  readonly text: string;
}

const MEGABYTE = 1024 * 1024;
const largest = 64 * MEGABYTE;

/**
 * Who reads a document: the feature that recognises the XML, or a file attached to the PDF.
 *
 * @throws TimbreError INBOUND_UNRECOGNISED, XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, PDF_UNREADABLE, DECODE_TOO_LARGE
 */
export async function sourceOf(bytes: Uint8Array, name: string, features: readonly Feature[]): Promise<Source> {
  const found = await recogniseFile(features, bytes, largest);
  const [feature] = found?.features ?? [];
  const [pipeline] = Object.keys(feature?.pipelines ?? {});
  if (found && feature && pipeline !== undefined) return { feature, pipeline, text: found.text };
  return fail('INBOUND_UNRECOGNISED', `No feature here reads ${name}.`);
}
