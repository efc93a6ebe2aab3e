import { createHash } from 'node:crypto';
import type { ArtefactPin } from './artefacts.ts';
import type { FeatureFiles } from './feature.ts';

/** sha256 (hexadecimal) over the files and the pins, whatever order they come in: what a run is pinned to. */
export function digestOf(files: FeatureFiles, pins: Readonly<Record<string, ArtefactPin>>): string {
  const hash = createHash('sha256');
  const add = (kind: string, name: string, content: string) => {
    // Lengths keep one name and content from reading as another.
    for (const part of [kind, name, content]) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  for (const path of Object.keys(files).sort()) add('file', path, files[path] ?? '');
  for (const name of Object.keys(pins).sort()) {
    const content = pins[name]?.files.map(({ address, sha256 }) => [address, [...sha256].sort()]);
    add('pin', name, JSON.stringify(content ?? []));
  }
  return hash.digest('hex');
}
