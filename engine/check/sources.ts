import { posix } from 'node:path';
import { nearNames } from '../expression/index.ts';
import type { FileSet } from '../overlay/index.ts';
import type { Position, SourceFile } from '../source.ts';
import type { Report } from './report.ts';

/** The files of a feature: each parsed once, its problems reported once; knows which were never named. */
export class Sources {
  readonly #files: FileSet;
  readonly #report: Report;
  readonly #parsed = new Map<string, SourceFile | undefined>();
  readonly #named = new Set<string>();

  constructor(files: FileSet, report: Report) {
    this.#files = files;
    this.#report = report;
  }

  has(path: string): boolean {
    return this.#files.paths.includes(path);
  }

  /** What an overlay no longer uses of its base is not its author's concern. */
  get unnamed(): readonly string[] {
    return this.#files.paths.filter((path) => this.#files.isOwn(path) && !this.#named.has(path));
  }

  /** Parses a file by its path from the feature's folder. */
  parse(path: string): SourceFile | undefined {
    this.#named.add(path);
    if (!this.#parsed.has(path)) {
      const { file, problems } = this.#files.read(path);
      this.#report.add(...problems);
      this.#parsed.set(path, file);
    }
    return this.#parsed.get(path);
  }

  /** A file that another one names: beside that one, or from the feature's folder. */
  file(name: string, at: Position): SourceFile | undefined {
    const path = this.#find(name, at);
    return path === undefined ? undefined : this.parse(path);
  }

  text(name: string, at: Position): string | undefined {
    const path = this.#find(name, at);
    if (path === undefined) return undefined;
    this.#named.add(path);
    return this.#files.text(path);
  }

  #find(name: string, at: Position): string | undefined {
    const beside = posix.join(posix.dirname(at.file.path), name);
    const path = [beside, posix.normalize(name)].find((each) => this.has(each));
    if (path === undefined) {
      const [near] = nearNames(name, this.#files.paths);
      const hint = near === undefined ? undefined : `Did you mean \`${near}\`?`;
      this.#report.at('FILE_MISSING', `There is no file ${name} in the feature.`, at, { hint });
    }
    return path;
  }
}
