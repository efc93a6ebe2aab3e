import type { Problem } from '../errors.ts';
import type { FeatureFiles } from '../feature.ts';
import { isObject } from '../json.ts';
import { readSource } from '../read-source.ts';
import type { Position, SourceFile } from '../source.ts';
import type { OverlayChange } from './merging.ts';
import { type Layer, rememberLayer } from './origin.ts';

/** The files of a feature as everything after sees them, whether they stand in one folder or come from several. */
export interface FileSet {
  /** The feature itself first, then what it extends, down to the one that extends nothing. */
  readonly layers: readonly Layer[];
  readonly paths: readonly string[];
  /** What is wrong with how the layers fit together. */
  readonly problems: readonly Problem[];
  /** What each overlay does to its base, from the lowest to the highest. */
  readonly changes: readonly OverlayChange[];
  /** Whether the author of this very feature wrote it. */
  isOwn(path: string): boolean;
  text(path: string): string | undefined;
  /** The first line of a file, whatever is in it. */
  start(path: string): Position;
  read(path: string): ReadFile;
}

export interface ReadFile {
  readonly file?: SourceFile;
  readonly problems: readonly Problem[];
}

/** The files of one folder. `prefix` stands before their names in every place that is said. */
export function plainFiles(files: FeatureFiles, prefix: string): FileSet {
  const layer = layerOf(files);
  const known = new Map<string, ReadFile>();
  return {
    layers: [layer],
    paths: Object.keys(files),
    problems: [],
    changes: [],
    isOwn: () => true,
    text: (path) => files[path],
    start: (path) => ({ file: rememberLayer(unread(path, prefix + path), layer), path: [] }),
    read(path) {
      const before = known.get(path);
      if (before) return before;
      const { file, problems } = readSource(prefix + path, files[path] ?? '');
      const read = file ? { file: rememberLayer({ ...file, path }, layer), problems } : { problems };
      known.set(path, read);
      return read;
    },
  };
}

/** Stands for a file of any kind: it has a name and a beginning. */
const unread = (path: string, said: string): SourceFile => ({
  path,
  text: '',
  data: undefined,
  place: () => ({ file: said, line: 1, column: 1 }),
});

/** What a feature.yaml says of itself, as far as it can be read. */
export function layerOf(files: FeatureFiles): Layer {
  const text = files['feature.yaml'] ?? '';
  const [, feature = ''] = /^feature:\s*["']?([^\s"'#]+)/m.exec(text) ?? [];
  const [, version = ''] = /^version:\s*["']?([^\s"'#]+)/m.exec(text) ?? [];
  return { feature, version };
}

/** The text `extends:` is rare: a feature that does not have it is not looked at further. */
export const mayExtend = (text: string | undefined): boolean => text !== undefined && /extends/.test(text);

/** The path of the base's file that a file of an overlay extends. */
export function extendedPath({ file }: ReadFile): string | undefined {
  const data = file?.data;
  return isObject(data) && typeof data.extends === 'string' ? data.extends : undefined;
}
