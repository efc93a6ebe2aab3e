import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Artefact } from '../../../engine/artefacts.ts';
import type { Feature } from '../../../engine/feature.ts';
import { openArtefacts, pullArtefacts } from '../../../platform/artefacts/index.ts';
import { mirrorOf } from '../../mirror.ts';

/** What a feature pins, by name, out of the official material beside the checkout. Removed again after the tests of the file. */
export async function officialOf(feature: Feature): Promise<(name: string) => Promise<Artefact | undefined>> {
  const mirror = mirrorOf('eu');
  const cache = mkdtempSync(join(tmpdir(), 'timbre-official-'));
  afterAll(() => {
    for (const folder of [mirror, cache]) rmSync(folder, { recursive: true, force: true });
  });
  const { problems } = await pullArtefacts(Object.values(feature.artefacts), { cache, from: mirror });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const artefacts = openArtefacts(cache);
  return async (name) => {
    const pin = feature.artefacts[name];
    return pin && artefacts.get(pin);
  };
}
