import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Artefact, ArtefactPin, Artefacts } from '../../engine/artefacts.ts';
import type { Feature } from '../../engine/feature.ts';
import { openArtefacts } from '../../platform/artefacts/index.ts';
import { packageFolder } from '../../platform/environment/index.ts';

/**
 * As many codes as SAT's own catalogues have; the file in hand may have them as patterns only. Made when they are needed: kept,
 * they would be a twentieth of the memory that is measured.
 */
const officialSizes: Readonly<Record<string, () => readonly string[]>> = {
  c_ClaveProdServ: () => [
    ...numbers(10_101_500, 52_000, 1, 8),
    ...['43211503', '81112101', '50192100', '55101500', '93151500'],
  ],
  c_CodigoPostal: () => numbers(1_000, 95_000, 1, 5),
  c_Colonia: () => numbers(1, 145_000, 1, 4),
};

/**
 * The artefacts of a feature with catalogues of official size: from the artefact cache, else from the mirror beside the
 * checkout. Undefined when one of them is in neither.
 */
export async function officialArtefacts(feature: Feature): Promise<Artefacts | undefined> {
  const cache = openArtefacts(resolve('.timbre', 'artefacts'));
  const mirror = join(packageFolder, '..', 'shared', 'artefacts', 'mx', 'schemas');
  const found = new Map<string, Artefact>();
  /** By the hash of what grew: a file of several artefacts is in memory once, as `openArtefacts` has it. */
  const grown = new Map<string, Uint8Array>();
  for (const pin of Object.values(feature.artefacts)) {
    const artefact = (await cache.get(pin)) ?? mirrored(mirror, pin);
    if (artefact === undefined) return undefined;
    found.set(pin.name, ofOfficialSize(artefact, grown));
  }
  return { get: async (pin) => found.get(pin.name) };
}

function mirrored(folder: string, pin: ArtefactPin): Artefact | undefined {
  const paths = pin.files.map(({ address }) => join(folder, new URL(address).host, new URL(address).pathname));
  if (!paths.every(existsSync)) return undefined;
  const files = pin.files.map(({ address, sha256 }, index) => ({
    address,
    sha256: sha256[0] ?? '',
    bytes: readFileSync(paths[index] ?? ''),
  }));
  return { name: pin.name, files, digest: pin.name };
}

function ofOfficialSize(artefact: Artefact, grown: Map<string, Uint8Array>): Artefact {
  const files = artefact.files.map((file) => {
    const bytes = grown.get(file.sha256) ?? grownOf(file.bytes);
    grown.set(file.sha256, bytes);
    return { ...file, bytes };
  });
  const digest = createHash('sha256');
  for (const { bytes } of files) digest.update(bytes);
  return { ...artefact, files, digest: digest.digest('hex') };
}

function grownOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('utf8');
  const grown = Object.entries(officialSizes).reduce(grow, text);
  return grown === text ? bytes : Buffer.from(grown);
}

/** Puts enumerations in the place of a type's pattern; a type that has its codes keeps them. */
function grow(text: string, [type, codes]: readonly [string, () => readonly string[]]): string {
  const start = text.indexOf(`<xs:simpleType name="${type}">`);
  const end = text.indexOf('</xs:simpleType>', start);
  if (start < 0 || text.slice(start, end).includes('<xs:enumeration')) return text;
  const values = [...new Set(codes())].map((code) => `<xs:enumeration value="${code}"/>`).join('');
  const definition = text.slice(start, end).replace(/<xs:pattern[^>]*\/>/, values);
  return text.slice(0, start) + definition + text.slice(end);
}

function numbers(first: number, count: number, step: number, digits: number): string[] {
  return Array.from({ length: count }, (_, at) => String(first + at * step).padStart(digits, '0'));
}
