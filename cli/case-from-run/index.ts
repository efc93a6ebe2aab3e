import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Feature, fail, type Ports, type Problem } from '../../engine/index.ts';
import { draftsOf } from './draft.ts';
import { chainOf, type Recording } from './recording.ts';
import { settle } from './settle.ts';

export { chainOf, type Recording, readRecording } from './recording.ts';

export interface Making {
  readonly feature: Feature;
  readonly featureFolder: string;
  readonly name: string;
  /** Folder of the pulled artefacts, and what finds them there. */
  readonly cache: string;
  readonly artefacts: Ports['artefacts'];
}

export interface Made {
  /** The files, by path. */
  readonly written: readonly string[];
  readonly warnings: readonly Problem[];
}

/** Makes the case of a run, and of each that it builds on, without secrets and what names anybody. All of them, or none. */
export async function makeCase(recording: Recording, making: Making): Promise<Made> {
  const { feature, featureFolder, name } = making;
  const home = mkdtempSync(join(tmpdir(), 'timbre-case-'));
  try {
    const drafts = draftsOf(chainOf(recording), name, feature, featureFolder);
    for (const draft of drafts) absent(join(featureFolder, 'cases', draft.name));
    const shop = { feature, featureFolder, home, artefacts: making.cache, pulled: await pulledOf(making) };
    const warnings: Problem[] = [];
    for (const draft of drafts) warnings.push(...(await settle(draft, shop)));
    return { written: drafts.flatMap((draft) => put(draft.name, home, featureFolder)), warnings };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function absent(folder: string): void {
  if (existsSync(folder)) fail('USAGE', `${folder} is there already.`, { hint: 'Choose another name with --name.' });
}

async function pulledOf({ feature, artefacts }: Making): Promise<string[]> {
  const names: string[] = [];
  for (const pin of Object.values(feature.artefacts)) if (await artefacts.get(pin)) names.push(pin.name);
  return names;
}

function put(name: string, home: string, featureFolder: string): string[] {
  const [from, to] = [join(home, 'cases', name), join(featureFolder, 'cases', name)];
  try {
    cpSync(from, to, { recursive: true, errorOnExist: true, force: false });
  } catch {
    rmSync(to, { recursive: true, force: true });
    fail('OUTPUT_FAILED', `${to} cannot be written.`, { hint: 'Is the folder yours to write in?' });
  }
  const inside = readdirSync(to, { recursive: true, encoding: 'utf8', withFileTypes: true });
  return inside
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
