import { type Problem, problem } from '../errors.ts';
import { nearHint } from '../expression/index.ts';
import { checkFile } from '../schema/index.ts';
import { type Position, placeOf, type SourceFile } from '../source.ts';
import { extendedPath, type FileSet, mayExtend, type ReadFile } from './files.ts';
import { layOver } from './lay-over.ts';
import { Merging, type OverlayChange } from './merging.ts';
import { type Layer, madeFile } from './origin.ts';
import { itemsOf, memberOf, type Placed, placedRoot } from './placed.ts';
import { validatorOf } from './validators.ts';

/** The files of an overlay, laid over those of its base. Every file that extends one of the base's is looked at at once. */
export class Overlaid implements FileSet {
  readonly layers: readonly Layer[];
  readonly paths: readonly string[];
  readonly #own: FileSet;
  readonly #base: FileSet;
  readonly #layer: Layer;
  readonly #made = new Map<string, ReadFile>();
  readonly #problems: Problem[] = [];
  readonly #changes: OverlayChange[] = [];

  constructor(own: FileSet, base: FileSet) {
    this.#own = own;
    this.#base = base;
    this.layers = [...own.layers, ...base.layers];
    this.#layer = own.layers[0] ?? { feature: '', version: '' };
    this.paths = [...new Set([...own.paths, ...base.paths])];
    const replaced = this.#replaced();
    for (const path of own.paths) this.#lay(path, replaced);
  }

  get problems(): readonly Problem[] {
    return [...this.#base.problems, ...this.#problems];
  }

  get changes(): readonly OverlayChange[] {
    return [...this.#base.changes, ...this.#changes];
  }

  start(path: string): Position {
    return (this.isOwn(path) ? this.#own : this.#base).start(path);
  }

  isOwn(path: string): boolean {
    return this.#own.paths.includes(path);
  }

  text(path: string): string | undefined {
    const made = this.#made.get(path);
    if (made) return made.file?.text;
    return this.#own.text(path) ?? this.#base.text(path);
  }

  read(path: string): ReadFile {
    return this.#made.get(path) ?? (this.isOwn(path) ? this.#own : this.#base).read(path);
  }

  #lay(path: string, replaced: ReadonlyMap<string, Placed>): void {
    const readable = /\.(ya?ml|json)$/.test(path) && mayExtend(this.#own.text(path));
    const read = readable ? this.#own.read(path) : undefined;
    const extended = path === 'feature.yaml' ? path : read && extendedPath(read);
    if (read?.file && extended !== undefined) this.#make(path, read.file, extended);
    else this.#put(path, replaced);
  }

  /** A whole file of the overlay's own. */
  #put(path: string, replaced: ReadonlyMap<string, Placed>): void {
    const merging = new Merging(path, this.#layer);
    const own = this.#own.start(path);
    if (!this.#base.paths.includes(path)) merging.record('added', [], own);
    else if (replaced.has(path)) merging.record('replaced', [], own, this.#base.start(path));
    else merging.taken(`a file ${path}`, own, this.#base.start(path), instead);
    this.#take(merging);
  }

  /** A file that the base no longer has, or that collides with it, is not read further. */
  #make(path: string, own: SourceFile, extended: string): void {
    const feature = path === 'feature.yaml';
    const root: Position = { file: own, path: [] };
    const wrong = checkFile(feature ? validatorOf.overlay() : validatorOf.changes(), own.data, root);
    this.#problems.push(...wrong.map((each) => each.problem));
    this.#made.set(path, { problems: [] });
    if (wrong.length > 0) return;
    const merging = new Merging(path, this.#layer);
    if (this.#base.paths.includes(extended)) {
      const { file, problems } = this.#base.read(extended);
      this.#problems.push(...problems);
      const result = file && layOver(placedRoot(file), placedRoot(own), merging);
      if (result && merging.problems.length === 0) this.#made.set(path, { file: madeFile(path, result), problems: [] });
    } else {
      const at = { file: own, path: ['extends'] };
      merging.missing(`file ${extended}`, at, this.#base.start('feature.yaml'), this.#base.paths, extended);
    }
    this.#take(merging);
  }

  #take({ problems, changes }: Merging): void {
    this.#problems.push(...problems);
    this.#changes.push(...changes);
  }

  /** `replaces`: the files that stand in the place of the base's. */
  #replaced(): ReadonlyMap<string, Placed> {
    const { file } = this.#own.read('feature.yaml');
    const list = file && memberOf(placedRoot(file), 'replaces');
    const replaced = new Map<string, Placed>();
    for (const each of (list && itemsOf(list)) ?? []) {
      const path = String(each.data);
      replaced.set(path, each);
      if (!this.#base.paths.includes(path)) {
        const merging = new Merging('feature.yaml', this.#layer);
        merging.missing(`file ${path}`, each.at, this.#base.start('feature.yaml'), this.#base.paths, path);
        this.#take(merging);
      } else if (!this.isOwn(path)) {
        const hint = nearHint(path, this.#own.paths);
        const message = `There is no file ${path} in the overlay.`;
        this.#problems.push(problem('FILE_MISSING', message, { place: placeOf(each.at), hint }));
      }
    }
    return replaced;
  }
}

const instead = 'begin it with `extends:` and its path, or name it under `replaces` in feature.yaml';
