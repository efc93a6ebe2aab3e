import type { Artefact, ArtefactFile, ArtefactPin, Artefacts } from '../../engine/artefacts.ts';
import { sha256 } from '../../engine/document.ts';
import { fail } from '../../engine/errors.ts';
import { readCached } from './cache.ts';

const mostKept = 64;

/**
 * The artefacts of a cache folder. An artefact of which a file was not pulled is undefined; a file whose content is not
 * what its name says is never used. `compiled` is the folder of what is compiled from them; absent = that is not kept.
 * Rejects with ARTEFACT_CHANGED for a damaged file, STORE_FAILED when the folder cannot be read.
 */
export function openArtefacts(folder: string, compiled?: string): Artefacts {
  const kept = new Map<string, Artefact>();
  return {
    async get(pin) {
      const key = keyOf(pin);
      const found = kept.get(key) ?? (await read(folder, pin, compiled, kept));
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
      return found;
    },
  };
}

/** A pin may list hundreds of files, and is asked for with every document. */
const keys = new WeakMap<ArtefactPin, string>();

function keyOf(pin: ArtefactPin): string {
  const key = keys.get(pin) ?? JSON.stringify(pin);
  keys.set(pin, key);
  return key;
}

async function read(
  folder: string,
  pin: ArtefactPin,
  compiled: string | undefined,
  kept: ReadonlyMap<string, Artefact>,
): Promise<Artefact | undefined> {
  // A catalogue that several schemas share is in memory once.
  const known = new Map([...kept.values()].flatMap(({ files }) => files.map((file) => [file.sha256, file.bytes])));
  const files: ArtefactFile[] = [];
  for (const each of pin.files) {
    const cached = await readCached(folder, each);
    if (cached.state === 'missing') return undefined;
    if (cached.state === 'damaged')
      fail('ARTEFACT_CHANGED', `${each.address} in the cache is damaged: ${cached.sha256} has another content.`, {
        hint: 'Run timbre artefacts pull: it replaces damaged files.',
      });
    files.push({ address: each.address, sha256: cached.sha256, bytes: known.get(cached.sha256) ?? cached.bytes });
  }
  const digest = sha256(files.map((file) => `${file.address} ${file.sha256}\n`).join(''));
  return { name: pin.name, files, digest, ...(compiled === undefined ? {} : { compiled }) };
}
