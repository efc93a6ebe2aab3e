export { blobStore } from './blob.ts';
export { type BlobContainer, type BlobOptions, identityContainer, sasContainer } from './blob-container.ts';
export { clearDrafts, folderStore } from './folder.ts';
export { memoryStore } from './memory.ts';
