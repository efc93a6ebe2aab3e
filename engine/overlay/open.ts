import { type Problem, type ProblemCode, type ProblemDetails, problem } from '../errors.ts';
import { nearNames } from '../expression/index.ts';
import type { FeatureFiles } from '../feature.ts';
import { checkFile } from '../schema/index.ts';
import { placeOf } from '../source.ts';
import { type Extends, fits, isRange, readExtends } from './extends.ts';
import { type FileSet, layerOf, mayExtend, plainFiles } from './files.ts';
import { Overlaid } from './overlaid.ts';
import { memberOf, type Placed, placedRoot } from './placed.ts';
import { validatorOf } from './validators.ts';

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
  const root = file && placedRoot(file);
  if (!root || !memberOf(root, 'extends')) return misspelt(plain, own['feature.yaml']) ?? plain;
  const extended = readExtends(root);
  if (!extended) return malformed(plain, root);
  const { feature, range } = extended;
  const { feature: name, version } = layerOf(base);
  if (!isRange(range)) {
    return refused(plain, extended, 'OVERLAY_VERSION', `${range} is no range of versions.`, {
      hint: 'Write ^1.0, ~1.2 or 1.2.0.',
    });
  }
  if (name !== feature) return refused(plain, extended, 'OVERLAY_BASE_MISSING', `There is no feature ${feature}.`);
  const [folder = `${name}@${version}`, ...deeper] = folders;
  const below = open(base, `${folder}/`, deeper);
  if (!fits(version, range)) {
    const related = below.read('feature.yaml').file?.place(['version']);
    const message = `This is made for ${feature} ${range}, but there is ${version}.`;
    return refused(plain, extended, 'OVERLAY_VERSION', message, { related });
  }
  return new Overlaid(plain, below);
}

/** `extend: eu/en16931@^1.0`: read as a feature of its own, an overlay would be wrong in every line. */
function misspelt(plain: FileSet, text = ''): FileSet | undefined {
  const key = text
    .match(/^ext\w*(?=:)/gm)
    ?.find((each) => each !== 'extends' && nearNames(each, ['extends']).length > 0);
  const { file } = key === undefined ? {} : plain.read('feature.yaml');
  if (key === undefined || file === undefined) return undefined;
  const place = file.place([key], 'key');
  const wrong = problem('KEY_UNKNOWN', `${key} is not known here.`, { place, hint: 'Did you mean `extends`?' });
  return { ...plain, problems: [wrong], read: () => ({ problems: [] }) };
}

/** What it extends cannot be told: only the shape of feature.yaml is looked at. */
function malformed(plain: FileSet, root: Placed): FileSet {
  const written = memberOf(root, 'extends');
  const message = '`extends` names a feature and the versions of it that fit.';
  const wrong = problem('SCHEMA', message, {
    place: placeOf(written?.at ?? root.at),
    hint: 'Write for example `extends: mx/cfdi@^1.0`.',
  });
  const inside = typeof written?.data === 'object' ? checkFile(validatorOf.overlay(), root.data, root.at) : [];
  const problems = inside.length > 0 ? inside.map((each) => each.problem) : [wrong];
  return { ...plain, problems, read: () => ({ problems: [] }) };
}

function refused(
  plain: FileSet,
  { written }: Extends,
  code: ProblemCode,
  message: string,
  details: ProblemDetails = {},
): FileSet {
  const problems: readonly Problem[] = [problem(code, message, { place: placeOf(written.at), ...details })];
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
