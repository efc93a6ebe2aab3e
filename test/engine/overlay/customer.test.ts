import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from '../../../cli/cases/read.ts';
import { replayCase } from '../../../cli/cases/replay.ts';
import { pullArtefacts } from '../../../platform/artefacts/index.ts';
import { openFeature } from '../../../platform/environment/index.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { root } from './fixtures.ts';

const folder = `${root}customer`;
const artefacts = mkdtempSync(join(tmpdir(), 'timbre-artefacts-'));
afterAll(() => rmSync(artefacts, { recursive: true, force: true }));

describe("a customer's variant of the Mexican feature", async () => {
  const feature = await openFeature(folder);
  beforeAll(async () => {
    if (!hasArtefacts) return;
    await pullArtefacts(Object.values(feature.artefacts), { cache: artefacts, from: artefact('mx/schemas') });
  });

  it.each(readCases(folder).map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { differences, skipped } = await replayCase(feature, folder, one, { artefacts });
    expect(differences).toEqual([]);
    expect(skipped).toBeUndefined();
  });
});
