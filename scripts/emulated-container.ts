import { existsSync, writeFileSync } from 'node:fs';
import {
  BlobServiceClient,
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';

/**
 * Makes a container in Azurite, and writes its Blob SAS URL to a file of a vault folder: what an administrator does once in a storage
 * account. What is there already stays.
 *
 * node dist/scripts/emulated-container.js http://azurite:10000 /vault/timbre-store.txt
 */
const [address, file] = process.argv.slice(2);
if (address === undefined || file === undefined) throw new Error('emulated-container ADDRESS FILE');

const account = 'devstoreaccount1';
// The key is the same on every machine: the emulator publishes it.
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const containerName = 'timbre';
const years = 10;

const credential = new StorageSharedKeyCredential(account, key);
const url = `${address}/${account}`;
await new BlobServiceClient(url, credential).getContainerClient(containerName).createIfNotExists();
if (!existsSync(file)) {
  const expiresOn = new Date(Date.now() + years * 365 * 86_400_000);
  const permissions = ContainerSASPermissions.parse('racwdl');
  const sas = generateBlobSASQueryParameters({ containerName, expiresOn, permissions }, credential);
  writeFileSync(file, `${url}/${containerName}?${sas}\n`, { mode: 0o600 });
}
