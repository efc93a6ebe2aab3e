export { clearDrafts, folderStore } from './folder.ts';
export { memoryStore } from './memory.ts';
