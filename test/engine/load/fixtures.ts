import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FeatureFiles } from '../../../engine/feature.ts';
import { loadFeature, readFeatureFolder } from '../../../engine/load.ts';
import { actions } from './actions.ts';

const root = fileURLToPath(new URL('../../fixtures/features/', import.meta.url));

export const letters = `${root}valid/letters`;

export const invalid: readonly string[] = readdirSync(`${root}invalid`).sort();

/** The files of the valid feature with one wrong file in place of its own, and what that one says is wrong. */
export async function wrongFiles(name: string): Promise<{ files: FeatureFiles; expected: string }> {
  const { files: wrong } = await readFeatureFolder(`${root}invalid/${name}`);
  const [[path, text] = ['', '']] = Object.entries(wrong);
  const [, code = '', file = path, place = ''] = /^# (\S+) (?:(\S+):)?(\d+:\d+)\n/.exec(text) ?? [];
  return { files: await lettersWith(wrong), expected: `${code} ${file}:${place}` };
}

export async function lettersWith(changes: FeatureFiles): Promise<FeatureFiles> {
  return { ...(await readFeatureFolder(letters)).files, ...changes };
}

export const load = (from: string | FeatureFiles) => loadFeature(from, { actions });
