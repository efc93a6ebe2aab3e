import type { TokenCredential } from '@azure/identity';
import type { ContainerClient, StoragePipelineOptions } from '@azure/storage-blob';
import { fail, TimbreError } from '../../engine/errors.ts';
import { blobFailure, isDenied } from './blob-failure.ts';

/** A container, and the right to use it. */
export interface BlobContainer {
  /** Does some work there; rejects with STORE_FAILED when the container does not do its part. */
  use<T>(work: Work<T>): Promise<T>;
}

/** Some work there, begun anew when nothing was heard of it for too long. */
export type Work<T> = (client: ContainerClient, attempt: Attempt) => Promise<T>;

export interface Attempt {
  /** Comes when it is given up. */
  readonly abortSignal: AbortSignal;
  /** Told when a part came, or went. */
  readonly onProgress: () => void;
}

export interface BlobOptions {
  /** How long nothing may be heard of one try, in milliseconds. */
  readonly tryTimeout?: number;
  /** Where it is refused. */
  readonly maxTries?: number;
}

/** By identity: a managed one, or a service principal. `address` is the container's own, without a SAS. */
export function identityContainer(
  address: string,
  credential: TokenCredential,
  options: BlobOptions = {},
): BlobContainer {
  let opened: Promise<ContainerClient> | undefined;
  return {
    async use(work) {
      opened ??= open(address, options, credential);
      const client = await opened;
      return guarded(client, () => patiently(client, work, options));
    },
  };
}

/** How long a SAS is taken for current, in milliseconds: a folder of secrets need not be read for each of a run's twenty requests. */
const fresh = 1_000;

/**
 * By the container's SAS URL, which is a secret in the vault. It is asked for about every second (the vault may keep it for longer);
 * when the container lets us in no longer, `renewed` fetches it anew and the work is done once more.
 */
export function sasContainer(
  sas: { current(): Promise<string>; renewed(): Promise<string> },
  options: BlobOptions = {},
): BlobContainer {
  let known: { readonly url: string; readonly client: Promise<ContainerClient> } | undefined;
  const clientOf = (url: string): Promise<ContainerClient> => {
    if (known?.url !== url) known = { url, client: open(checked(url), options) };
    return known.client;
  };
  let asked: { readonly url: Promise<string>; readonly until: number } | undefined;
  const currentUrl = async (): Promise<string> => {
    const now = performance.now();
    if (asked === undefined || now > asked.until) asked = { url: sas.current(), until: now + fresh };
    try {
      return await asked.url;
    } catch (error) {
      asked = undefined;
      throw error;
    }
  };
  return {
    async use(work) {
      const url = await currentUrl();
      const client = await clientOf(url);
      try {
        return await patiently(client, work, options);
      } catch (error) {
        const anew = isDenied(error) ? await sas.renewed() : url;
        if (anew === url) throw failureOf(client, error);
        asked = undefined;
        const other = await clientOf(anew);
        return guarded(other, () => patiently(other, work, options));
      }
    },
  };
}

function checked(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.searchParams.has('sig') && parsed.pathname.length > 1) return url;
  return fail('STORE_FAILED', 'The secret of the store is not the URL of a container with its SAS.', {
    hint: 'Store the container’s “Blob SAS URL” as the secret: https://ACCOUNT.blob.core.windows.net/CONTAINER?sv=…&sig=…',
  });
}

/** The SDK takes a tenth of a second to load: only who has a container waits for it. */
async function open(url: string, options: BlobOptions, credential?: TokenCredential): Promise<ContainerClient> {
  const { ContainerClient } = await import('@azure/storage-blob');
  return new ContainerClient(url, credential, pipelineOf(options));
}

const pipelineOf = ({ maxTries = 4 }: BlobOptions): StoragePipelineOptions => ({
  retryOptions: { maxTries, retryDelayInMs: 200, maxRetryDelayInMs: 5_000 },
  keepAliveOptions: { enable: true },
});

/**
 * The SDK waits for an answer for ever: its own `tryTimeoutInMs` is only told to the service. A connection that is silent may be dead;
 * where another is silent, too, it is the container that hangs.
 */
async function patiently<T>(client: ContainerClient, work: Work<T>, { tryTimeout = 5_000 }: BlobOptions): Promise<T> {
  for (let left = 2; ; left--) {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), tryTimeout);
    try {
      return await work(client, { abortSignal: silence.signal, onProgress: () => timer.refresh() });
    } catch (error) {
      if (!silence.signal.aborted || left === 1) throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function guarded<T>(client: ContainerClient, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(client, error);
  }
}

function failureOf(client: ContainerClient, error: unknown): unknown {
  if (error instanceof TimbreError || error instanceof TypeError) return error;
  const { origin, pathname } = new URL(client.url);
  return new TimbreError(blobFailure(origin + pathname, error));
}
