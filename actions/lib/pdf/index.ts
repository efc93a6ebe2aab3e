export { type AttachedFile, attachedFiles, listAttachedFiles } from './attached.ts';
export { metadataOf } from './metadata.ts';
export { openPdf, type PdfLimits, reading } from './open.ts';
