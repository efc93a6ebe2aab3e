import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../engine/errors.ts';
import { type Http, HttpFailure } from '../../engine/http.ts';

/** The file of an address in a mirror folder; undefined when it is not there. */
export async function readMirrored(folder: string, address: string): Promise<Uint8Array | undefined> {
  const path = pathOf(address);
  if (path === undefined) return undefined;
  try {
    return await readFile(join(folder, ...path));
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(thrown.code)))
      return undefined;
    return fail('ARTEFACT_UNREACHABLE', `${address}: ${thrown instanceof Error ? thrown.message : String(thrown)}.`);
  }
}

/** Host and path segments; none of them leads out of the mirror. */
function pathOf(address: string): readonly string[] | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.host === '') return undefined;
  const segments = url.pathname.split('/').slice(1).map(decodeSegment);
  const leadsOut = segments.some((each) => each === undefined || each === '..' || /[/\\\0]/.test(each));
  return leadsOut ? undefined : [url.host, ...segments.filter((each) => each !== undefined)];
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

const timeout = 120_000;
/** The longest list of an authority has some 20 MB. */
const maxBytes = 128 * 1024 * 1024;

/**
 * Gets a file from its own address, without redirects.
 * @throws ARTEFACT_UNREACHABLE
 */
export async function fetchFile(http: Http, address: string): Promise<Uint8Array> {
  try {
    const { status, body } = await http.send({ method: 'GET', url: address, headers: {}, timeout, maxBytes });
    if (status === 200) return body;
    return fail('ARTEFACT_UNREACHABLE', `${address} answered with the status ${status}.`);
  } catch (thrown) {
    if (!(thrown instanceof HttpFailure)) throw thrown;
    return fail('ARTEFACT_UNREACHABLE', `${address} cannot be fetched: ${thrown.message}`);
  }
}
