import { randomUUID } from 'node:crypto';
import {
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import type { Azurite } from './azurite.ts';

/** A new container; resolves to its SAS URL, by way of the address given where something stands before the emulator. */
export async function makeContainer({ url, account }: Azurite, through = url): Promise<string> {
  const credential = new StorageSharedKeyCredential(account.name, account.key);
  const containerName = `timbre-${randomUUID()}`;
  await new BlobServiceClient(url, credential).createContainer(containerName);
  const sas = generateBlobSASQueryParameters(
    {
      containerName,
      expiresOn: new Date(Date.now() + 6 * 3_600_000),
      permissions: ContainerSASPermissions.parse('racwdl'),
    },
    credential,
  );
  return `${through}/${containerName}?${sas}`;
}
