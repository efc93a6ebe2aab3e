import type { ArtefactPin } from '../../engine/artefacts.ts';
import { readCached } from './cache.ts';

/** A pinned file and whether it is in the cache. */
export interface ListedFile {
  readonly artefact: string;
  readonly address: string;
  readonly state: 'cached' | 'missing' | 'damaged';
  /** Of the cached file, else the first pinned. */
  readonly sha256: string;
  /** Bytes; absent unless cached. */
  readonly size?: number;
}

/** What `timbre artefacts list` shows. */
export async function listArtefacts(pins: readonly ArtefactPin[], cache: string): Promise<readonly ListedFile[]> {
  const listed: ListedFile[] = [];
  for (const { name, files } of pins)
    for (const pin of files) {
      const cached = await readCached(cache, pin);
      listed.push({
        artefact: name,
        address: pin.address,
        state: cached.state,
        sha256: (cached.state === 'missing' ? pin.sha256[0] : cached.sha256) ?? '',
        ...(cached.state === 'cached' ? { size: cached.bytes.length } : {}),
      });
    }
  return listed;
}
