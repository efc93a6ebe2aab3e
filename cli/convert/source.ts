import { type Feature, fail } from '../../engine/index.ts';
import { recognise } from '../../platform/inbound/recognise.ts';

/** A document that a feature reads. */
export interface Source {
  readonly feature: Feature;
  readonly pipeline: string;
  readonly text: string;
}

const MEGABYTE = 1024 * 1024;
const limits = { maxBytes: 64 * MEGABYTE, maxFiles: 100 };

/**
 * Who reads a document: the feature that recognises the XML, or a file attached to the PDF.
 *
 * @throws TimbreError INBOUND_UNRECOGNISED, PDF_UNREADABLE, DECODE_TOO_LARGE
 */
export async function sourceOf(bytes: Uint8Array, name: string, features: readonly Feature[]): Promise<Source> {
  for (const each of isPdf(bytes) ? await attached(bytes) : [bytes]) {
    const found = recognise(features, each);
    const [feature] = found?.features ?? [];
    const [pipeline] = Object.keys(feature?.pipelines ?? {});
    if (found && feature && pipeline !== undefined) return { feature, pipeline, text: found.text };
  }
  return fail('INBOUND_UNRECOGNISED', `No feature here reads ${name}.`);
}

const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

async function attached(bytes: Uint8Array): Promise<Uint8Array[]> {
  const { attachedFiles, openPdf } = await import('../../actions/lib/pdf/index.ts');
  return Promise.all(attachedFiles(await openPdf(bytes, limits), limits).map(({ content }) => content()));
}
