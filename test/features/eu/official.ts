import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artefact } from '../../../engine/artefacts.ts';
import type { Feature } from '../../../engine/feature.ts';
import { openArtefacts, pullArtefacts } from '../../../platform/artefacts/index.ts';
import { mirrorOf } from '../../mirror.ts';

/** Where the official material stands as a mirror, and what was pulled of it: for all test files of a process, and gone with it. */
interface Pulled {
  readonly mirror: string;
  readonly cache: string;
}
let pulled: Pulled | undefined;

/** What a feature pins, by name, out of the official material beside the checkout. */
export async function officialOf(feature: Feature): Promise<(name: string) => Promise<Artefact | undefined>> {
  pulled ??= openPulled();
  const { mirror, cache } = pulled;
  const { problems } = await pullArtefacts(Object.values(feature.artefacts), { cache, from: mirror });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const artefacts = openArtefacts(cache);
  return async (name) => {
    const pin = feature.artefacts[name];
    return pin && artefacts.get(pin);
  };
}

function openPulled(): Pulled {
  const folders = { mirror: mirrorOf('eu'), cache: mkdtempSync(join(tmpdir(), 'timbre-official-')) };
  process.once('exit', () => {
    for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
  });
  return folders;
}
