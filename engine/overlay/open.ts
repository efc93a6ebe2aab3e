import { type Problem, type ProblemCode, problem } from '../errors.ts';
import type { FeatureFiles } from '../feature.ts';
import { placeOf } from '../source.ts';
import { type Extends, fits, isRange, readExtends } from './extends.ts';
import { type FileSet, layerOf, mayExtend, plainFiles } from './files.ts';
import { Overlaid } from './overlaid.ts';
import { placedRoot } from './placed.ts';

/** Where the files of the base are among those of an overlay; those of its base below that again. */
export const baseFolder = '.base/';

const opened = new WeakMap<FeatureFiles, FileSet>();

/**
 * The files of a feature, those of an overlay laid over its base's (which it holds below `.base/`: a run needs nothing else).
 * `folders` are the bases' as they are to be said, the nearest first; without them a base's files are said as
 * `mx/cfdi@1.0.0/feature.yaml`.
 */
export function openFiles(files: FeatureFiles, folders: readonly string[] = []): FileSet {
  const before = opened.get(files);
  if (before) return before;
  const set = open(files, '', folders);
  opened.set(files, set);
  return set;
}

function open(files: FeatureFiles, prefix: string, folders: readonly string[]): FileSet {
  const { own, base } = apart(files);
  const plain = plainFiles(own, prefix);
  const { file } = mayExtend(own['feature.yaml']) ? plain.read('feature.yaml') : {};
  const extended = file && readExtends(placedRoot(file));
  if (!extended) return plain;
  const { feature, range } = extended;
  const { feature: name, version } = layerOf(base);
  if (!isRange(range)) {
    return refused(
      plain,
      extended,
      'OVERLAY_VERSION',
      `${range} is no range of versions.`,
      'Write ^1.0, ~1.2 or 1.2.0.',
    );
  }
  if (name !== feature) return refused(plain, extended, 'OVERLAY_BASE_MISSING', `There is no feature ${feature}.`);
  const [folder = `${name}@${version}`, ...deeper] = folders;
  const below = open(base, `${folder}/`, deeper);
  if (!fits(version, range)) {
    const { line } = below.read('feature.yaml').file?.place(['version'], 'key') ?? { line: 1 };
    const message = `This is made for ${feature} ${range}, but there is ${version} (${folder}/feature.yaml:${line}).`;
    return refused(plain, extended, 'OVERLAY_VERSION', message);
  }
  return new Overlaid(plain, below);
}

function refused(plain: FileSet, { written }: Extends, code: ProblemCode, message: string, hint?: string): FileSet {
  const problems: readonly Problem[] = [problem(code, message, { place: placeOf(written.at), hint })];
  return { ...plain, problems, read: () => ({ problems: [] }) };
}

function apart(files: FeatureFiles): { own: FeatureFiles; base: FeatureFiles } {
  const own: Record<string, string> = {};
  const base: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    if (path.startsWith(baseFolder)) base[path.slice(baseFolder.length)] = text;
    else own[path] = text;
  }
  return { own, base };
}
