import { randomUUID } from 'node:crypto';
import type { BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import type { Store } from '../../engine/store.ts';
import type { Attempt, BlobContainer } from './blob-container.ts';
import { isAbsent, isConflict } from './blob-failure.ts';

/**
 * A store in a container of Azure Blob storage, shared by any number of machines. What the container acknowledged is durable
 * and read by everybody at once (Azure Storage is strongly consistent); a conditional header decides between writers, so there
 * is no lock and no lease. Below `runs/` nothing is overwritten: that part can be made immutable (WORM).
 *
 * @param pageSize how many names one answer lists; the service gives 5,000 at most
 */
export function blobStore(container: BlobContainer, pageSize = 5_000): Store {
  const blob = <T>(path: string, work: (client: BlockBlobClient, attempt: Attempt) => Promise<T>): Promise<T> =>
    container.use((client, attempt) => work(client.getBlockBlobClient(path), attempt));
  const write = (path: string, bytes: Uint8Array, conditions: Conditions): Promise<boolean> => {
    const nonce = randomUUID();
    return blob(path, (client, attempt) => upload(client, bytes, conditions, nonce, attempt));
  };
  return {
    create: (path, bytes) => write(path, bytes, { ifNoneMatch: '*' }),
    read: async (path) => (await blob(path, download))?.bytes,
    list: (prefix) => listed(container, prefix, pageSize),
    readVersioned: (path) => blob(path, download),
    swap: (path, bytes, version) =>
      write(path, bytes, version === undefined ? { ifNoneMatch: '*' } : { ifMatch: version }),
    remove: async (path) => {
      await blob(path, (client, { abortSignal }) => client.deleteIfExists({ abortSignal }));
    },
  };
}

/** A name for each write, kept beside the bytes. */
const nonceKey = 'nonce';

/** Bytes that may take longer than nothing at all. */
const large = 65_536;

type Conditions = { readonly ifNoneMatch: string } | { readonly ifMatch: string };

/**
 * False when the condition does not hold. A write whose answer got lost is sent again and then meets itself: the nonce tells that what
 * stands there is our own.
 */
async function upload(
  client: BlockBlobClient,
  bytes: Uint8Array,
  conditions: Conditions,
  nonce: string,
  { abortSignal, onProgress }: Attempt,
): Promise<boolean> {
  try {
    await client.upload(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.byteLength, {
      conditions,
      metadata: { [nonceKey]: nonce },
      abortSignal,
      // It costs a stream.
      ...(bytes.byteLength > large && { onProgress }),
    });
    return true;
  } catch (error) {
    if (!isConflict(error)) throw error;
    return (await nonceOf(client, abortSignal)) === nonce;
  }
}

async function nonceOf(client: BlockBlobClient, abortSignal: AbortSignal): Promise<string | undefined> {
  try {
    return (await client.getProperties({ abortSignal })).metadata?.[nonceKey];
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Whole, with the version that it has: both from one answer. */
async function download(client: BlockBlobClient, { abortSignal, onProgress }: Attempt) {
  try {
    const { etag, readableStreamBody, contentLength } = await client.download(0, undefined, {
      abortSignal,
      onProgress,
    });
    if (readableStreamBody === undefined || etag === undefined) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of readableStreamBody) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    if (bytes.length !== contentLength) throw new RangeError('the connection broke before the whole file had come');
    return { bytes, version: etag };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** Page by page, so that a container with millions of files needs no memory for their names. */
async function* listed(container: BlobContainer, prefix: string, maxPageSize: number): AsyncGenerator<string> {
  let marker: string | undefined;
  do {
    const page = await container.use((client, { abortSignal }) =>
      pageOf(client.listBlobsFlat({ prefix, abortSignal }), {
        maxPageSize,
        ...(marker && { continuationToken: marker }),
      }),
    );
    yield* page.names;
    marker = page.next;
  } while (marker);
}

async function pageOf(blobs: Blobs, settings: PageSettings) {
  for await (const { segment, continuationToken } of blobs.byPage(settings)) {
    return { names: segment.blobItems.map(({ name }) => name), next: continuationToken };
  }
  return { names: [], next: undefined };
}

type Blobs = ReturnType<ContainerClient['listBlobsFlat']>;
type PageSettings = NonNullable<Parameters<Blobs['byPage']>[0]>;
