import type { TokenCredential } from '@azure/identity';
import type { Store } from '../../engine/store.ts';
import type { Vault } from '../../engine/vault.ts';
import { blobStore, folderStore, identityContainer, sasContainer } from '../store/index.ts';
import { chainedVault, folderVault, keyVault } from '../vault/index.ts';
import type { EnvironmentConfig } from './config.ts';

/** Where the store is, for people; a container behind a SAS is told by the secret's name. */
export function storeAddress({ store }: Pick<EnvironmentConfig, 'store'>): string {
  if ('folder' in store) return store.folder;
  return 'container' in store.blob ? store.blob.container : `the container of the secret ${store.blob.sas}`;
}

/** The vault and the store that an environment file names; nothing is reached yet. */
export function openOutside({ store, vault, chains = {} }: Pick<EnvironmentConfig, 'store' | 'vault' | 'chains'>): {
  store: Store;
  vault: Vault;
} {
  const remote = 'keyVault' in vault ? keyVault({ url: vault.keyVault, credential }) : undefined;
  const opened = chainedVault(remote ?? folderVault('folder' in vault ? vault.folder : ''), chains);
  if ('folder' in store) return { store: folderStore(store.folder), vault: opened };
  if ('container' in store.blob)
    return { store: blobStore(identityContainer(store.blob.container, credential)), vault: opened };
  const { sas } = store.blob;
  const current = () => opened.secret(sas);
  const renewed = () => (remote ? remote.renewedSecret(sas) : current());
  return { store: blobStore(sasContainer({ current, renewed })), vault: opened };
}

/**
 * Whoever the process is in Azure: variables of a service principal, a workload or managed identity, or the developer who has
 * signed in. The SDK is loaded when somebody asks.
 */
const credential: TokenCredential = {
  async getToken(...asked) {
    identity ??= import('@azure/identity').then(({ DefaultAzureCredential }) => new DefaultAzureCredential());
    return (await identity).getToken(...asked);
  },
};

let identity: Promise<TokenCredential> | undefined;
