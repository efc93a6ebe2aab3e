export { type CertificateVault, type Chains, chainedVault } from './chains.ts';
export { folderVault } from './folder.ts';
export type { KeyFiles, KeyMaterial } from './key-material.ts';
export { type KeyVaultOptions, keyVault, type RemoteVault } from './key-vault/index.ts';
export { localIdentity, localSigner } from './local-signer.ts';
export { type MemoryVaultContent, memoryVault } from './memory.ts';
