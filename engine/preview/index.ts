export { endPreview, type PreviewFindings, previewFindings, startPreview } from './announce.ts';
export { type Previewed, type PreviewedDocument, previewRun, previews } from './preview.ts';
