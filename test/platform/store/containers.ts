import { randomUUID } from 'node:crypto';
import {
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import type { Store } from '../../../engine/store.ts';
import { blobStore, sasContainer } from '../../../platform/store/index.ts';
import { startAzurite } from '../../../scripts/services/azurite.ts';

/** Containers of an emulated storage account, opened as an operator's are: by a SAS URL. */
export interface Containers {
  /** A store in a new container. */
  store(): Promise<Store>;
  /** The URL of a new container with a SAS that ends so many seconds from now. */
  sasUrl(seconds: number, permissions?: string): Promise<string>;
  /** Another SAS of the same container. */
  renewed(url: string, seconds: number): string;
  close(): Promise<void>;
}

export async function openContainers(): Promise<Containers> {
  const { url, account, close } = await startAzurite();
  const credential = new StorageSharedKeyCredential(account.name, account.key);
  const service = new BlobServiceClient(url, credential);
  const sasOf = (containerName: string, seconds: number, permissions = 'racwdl'): string => {
    const expiresOn = new Date(Date.now() + seconds * 1000);
    const startsOn = new Date(Date.now() - 3_600_000);
    const sas = generateBlobSASQueryParameters(
      { containerName, startsOn, expiresOn, permissions: ContainerSASPermissions.parse(permissions) },
      credential,
    );
    return `${url}/${containerName}?${sas}`;
  };
  const sasUrl = async (seconds: number, permissions?: string): Promise<string> => {
    const name = `timbre-${randomUUID()}`;
    await service.createContainer(name);
    return sasOf(name, seconds, permissions);
  };
  return {
    sasUrl,
    renewed: (old, seconds) => sasOf(new URL(old).pathname.split('/').at(-1) ?? '', seconds),
    async store() {
      const url = await sasUrl(600);
      return blobStore(sasContainer({ current: async () => url, renewed: async () => url }));
    },
    close,
  };
}
