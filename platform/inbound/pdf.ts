const mostFiles = 100;

/** ISO 32000-1, Annex H.3.4.1: the header stands within the first 1024 bytes. */
export const isPdf = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');

/**
 * The files attached to a PDF. Each, and what must be unpacked to find them, has at most `maxBytes`.
 *
 * @throws TimbreError PDF_UNREADABLE, DECODE_TOO_LARGE
 */
export async function filesInPdf(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array[]> {
  const { attachedFiles, openPdf } = await import('../../actions/lib/pdf/index.ts');
  const within = { maxBytes, maxFiles: mostFiles };
  return Promise.all(attachedFiles(await openPdf(bytes, within), within).map(({ content }) => content()));
}
