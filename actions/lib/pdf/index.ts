export { type AttachedFile, attachedFiles } from './attached.ts';
export { metadataOf } from './metadata.ts';
export { openPdf, type PdfLimits } from './open.ts';
