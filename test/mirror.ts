import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { artefact } from './shared.ts';

/**
 * A mirror (`timbre artefacts pull --from`) of the public repositories that the artefacts of a region were taken from, made of
 * links in a new folder. Each set of them says in its SOURCE.md which folder of which commit stands where.
 */
export function mirrorOf(region: string): string {
  const mirror = mkdtempSync(join(tmpdir(), 'timbre-mirror-'));
  for (const set of readdirSync(artefact(region), { withFileTypes: true })) {
    if (!set.isDirectory()) continue;
    for (const { repository, commit, path, here } of sourcesOf(artefact(`${region}/${set.name}`))) {
      const link = join(mirror, 'raw.githubusercontent.com', repository, commit, path);
      mkdirSync(dirname(link), { recursive: true });
      linkOnce(artefact(`${region}/${set.name}/${here}`), link);
    }
  }
  return mirror;
}

interface Source {
  readonly repository: string;
  readonly commit: string;
  /** In the repository, and in the set. */
  readonly path: string;
  readonly here: string;
}

const row = /^\| (\S+\/\S+) \| ([0-9a-f]{40})[^|]*\| `([^`]*)` \| `([^`]*)`/gm;

function sourcesOf(set: string): Source[] {
  const text = readFileSync(join(set, 'SOURCE.md'), 'utf8');
  return [...text.matchAll(row)]
    .map(([, repository = '', commit = '', path = '', here = '']) => ({ repository, commit, path, here }))
    .filter(({ here }) => !here.includes('removed'));
}

/** Sets that overlap have the same files. */
function linkOnce(target: string, link: string): void {
  try {
    symlinkSync(target, link);
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
}
