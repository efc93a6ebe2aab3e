import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../engine/errors.ts';
import { nearNames } from '../../engine/expression/index.ts';

/** The folder of the package itself, wherever it was compiled to. */
export const packageFolder = ((): string => {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
})();

/** The features that come with Timbre. */
export const ownFeatures = join(packageFolder, 'features');

/** A feature's folder and, where it was named, the pipeline in it. */
export interface NamedFeature {
  readonly folder: string;
  readonly rest: string | undefined;
}

/**
 * Finds `mx/cfdi`, `mx/cfdi/issue` or a path to a folder with a feature.yaml: among the given folders of features first,
 * then among Timbre's own.
 */
export function findFeature(name: string, roots: readonly string[] = []): NamedFeature {
  const segments = name.split('/').filter((segment, index) => segment !== '' || index === 0);
  for (const base of [process.cwd(), ...roots, ownFeatures]) {
    for (const taken of [segments.length, segments.length - 1]) {
      const folder = resolve(base, segments.slice(0, taken).join('/') || '.');
      if (taken > 0 && existsSync(join(folder, 'feature.yaml'))) return { folder, rest: segments[taken] };
    }
  }
  return fail('USAGE', `There is no feature ${name}.`, { hint: instead(name) });
}

/** What was probably meant: a file or folder whose name is not quite that, or a feature beside it. */
function instead(name: string): string {
  const path = resolve(name);
  if (isFile(path)) return `This is a file; name the folder of the feature: ${dirname(name)}.`;
  if (existsSync(join(path, 'feature.yml'))) return `Rename ${join(name, 'feature.yml')} to feature.yaml.`;
  const beside = existsSync(dirname(path))
    ? readdirSync(dirname(path)).filter((entry) => existsSync(join(dirname(path), entry, 'feature.yaml')))
    : [];
  const known = featureFolders(ownFeatures).map((folder) => folder.slice(ownFeatures.length + 1));
  const near = nearNames(name, [...beside.map((entry) => join(dirname(name), entry)), ...known]);
  if (near[0] !== undefined) return `Did you mean \`${near[0]}\`?`;
  return `Timbre has ${known.join(', ')}; or name a folder with a feature.yaml.`;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * The folders of a feature that an overlay in the folder `from` extends: `mx/cfdi`, or `mx/cfdi@1.2.0` where several versions stand
 * beside each other. Looked for in the folders above the overlay, then in the given folders of features, then among
 * Timbre's own.
 */
export function findBases(name: string, from: string, roots: readonly string[] = []): string[] {
  const above: string[] = [];
  for (let folder = dirname(resolve(from)); folder !== dirname(folder); folder = dirname(folder)) above.push(folder);
  return [...new Set([...above, ...roots.map((root) => resolve(root)), ownFeatures])].flatMap((root) => {
    const parent = join(root, dirname(name));
    if (!existsSync(parent)) return [];
    return readdirSync(parent)
      .filter((entry) => entry === basename(name) || entry.startsWith(`${basename(name)}@`))
      .map((entry) => join(parent, entry))
      .filter((folder) => existsSync(join(folder, 'feature.yaml')));
  });
}

/** Every folder below with a feature.yaml. */
export function featureFolders(root: string): string[] {
  if (existsSync(join(root, 'feature.yaml'))) return [root];
  if (!existsSync(root) || isFile(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .flatMap((entry) => featureFolders(join(root, entry.name)))
    .sort();
}
