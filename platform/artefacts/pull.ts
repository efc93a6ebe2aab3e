import type { ArtefactFilePin, ArtefactPin } from '../../engine/artefacts.ts';
import { sha256 } from '../../engine/document.ts';
import { type Problem, problem, problemsOf } from '../../engine/errors.ts';
import type { Http } from '../../engine/http.ts';
import { type ClosableHttp, createHttp } from '../http/index.ts';
import { readCached, writeCached } from './cache.ts';
import { fetchFile, readMirrored } from './source.ts';

export interface PullOptions {
  /** The cache folder; made when it is not there. */
  readonly cache: string;
  /** A mirror to read instead of the network: `DIR/<host>/<path>`. */
  readonly from?: string | undefined;
  /** Instead of requests to the hosts of the pins and to no other. */
  readonly http?: Http | undefined;
}

export interface PulledFile {
  readonly artefact: string;
  readonly address: string;
  /** `cached`: it was there before. */
  readonly state: 'pulled' | 'cached';
  readonly sha256: string;
  readonly size: number;
}

/**
 * Brings every pinned file that is missing or damaged into the cache. What does not have a pinned sha256 is not kept.
 * Problems (ARTEFACT_CHANGED, ARTEFACT_UNREACHABLE, STORE_FAILED) are all collected; the other files are pulled.
 */
export async function pullArtefacts(
  pins: readonly ArtefactPin[],
  options: PullOptions,
): Promise<{ readonly files: readonly PulledFile[]; readonly problems: readonly Problem[] }> {
  const own = options.from === undefined && options.http === undefined ? httpFor(pins) : undefined;
  const files: PulledFile[] = [];
  const problems: Problem[] = [];
  try {
    for (const { name, files: wanted } of pins)
      for (const pin of wanted) {
        const result = await attempt(() => pullOne(pin, options, options.http ?? own));
        if (Array.isArray(result)) problems.push(...result);
        else files.push({ artefact: name, address: pin.address, ...result });
      }
  } finally {
    await own?.close();
  }
  return { files, problems };
}

type Pulled = Pick<PulledFile, 'state' | 'sha256' | 'size'>;

async function attempt(work: () => Promise<Pulled | Problem[]>): Promise<Pulled | Problem[]> {
  try {
    return await work();
  } catch (thrown) {
    return [...problemsOf(thrown)];
  }
}

/** Only the hosts that the pins name, and each by the scheme that it is pinned with. */
function httpFor(pins: readonly ArtefactPin[]): ClosableHttp {
  const addresses = pins.flatMap((pin) => pin.files.map((file) => file.address));
  const urls = addresses.filter((each) => URL.canParse(each)).map((each) => new URL(each));
  const hosts = urls.map((url) => (url.protocol === 'http:' ? `http://${url.host}` : url.host));
  return createHttp({ allowedHosts: [...new Set(hosts)] });
}

async function pullOne(
  pin: ArtefactFilePin,
  { cache, from }: PullOptions,
  http: Http | undefined,
): Promise<Pulled | Problem[]> {
  const cached = await readCached(cache, pin);
  if (cached.state === 'cached') return { state: 'cached', sha256: cached.sha256, size: cached.bytes.length };
  const bytes =
    from !== undefined ? await readMirrored(from, pin.address) : http && (await fetchFile(http, pin.address));
  if (bytes === undefined) return [unreachable(pin, from)];
  const digest = sha256(bytes);
  if (!pin.sha256.includes(digest)) return [changed(pin, digest, bytes.length)];
  await writeCached(cache, digest, bytes);
  return { state: 'pulled', sha256: digest, size: bytes.length };
}

const unreachable = ({ address }: ArtefactFilePin, from: string | undefined): Problem =>
  problem('ARTEFACT_UNREACHABLE', `${address} is not in the mirror ${from}.`, {
    hint: 'The mirror has each file under its host and path: DIR/www.example.org/a/b.xsd.',
  });

const changed = ({ address, sha256: pinned }: ArtefactFilePin, digest: string, size: number): Problem =>
  problem('ARTEFACT_CHANGED', `${address} (${size} bytes) has the sha256 ${digest}; pinned is ${pinned.join(' or ')}.`);
