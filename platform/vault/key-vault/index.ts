export { type KeyVaultOptions, keyVault, type RemoteVault } from './vault.ts';
