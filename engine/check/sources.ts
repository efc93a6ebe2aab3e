import { posix } from 'node:path';
import { nearNames } from '../expression/index.ts';
import type { FeatureFiles } from '../feature.ts';
import { readSource } from '../read-source.ts';
import type { Position, SourceFile } from '../source.ts';
import type { Report } from './report.ts';

/** The files of a feature: each parsed once, its problems reported once; knows which were never named. */
export class Sources {
  readonly #files: FeatureFiles;
  readonly #report: Report;
  readonly #parsed = new Map<string, SourceFile | undefined>();
  readonly #named = new Set<string>();

  constructor(files: FeatureFiles, report: Report) {
    this.#files = files;
    this.#report = report;
  }

  has(path: string): boolean {
    return Object.hasOwn(this.#files, path);
  }

  get unnamed(): readonly string[] {
    return Object.keys(this.#files).filter((path) => !this.#named.has(path));
  }

  /** Parses a file by its path from the feature's folder. */
  parse(path: string): SourceFile | undefined {
    this.#named.add(path);
    if (!this.#parsed.has(path)) {
      const { file, problems } = readSource(path, this.#files[path] ?? '');
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
    return this.#files[path];
  }

  #find(name: string, at: Position): string | undefined {
    const beside = posix.join(posix.dirname(at.file.path), name);
    const path = [beside, posix.normalize(name)].find((each) => this.has(each));
    if (path === undefined) {
      const [near] = nearNames(name, Object.keys(this.#files));
      const hint = near === undefined ? undefined : `Did you mean \`${near}\`?`;
      this.#report.at('FILE_MISSING', `There is no file ${name} in the feature.`, at, { hint });
    }
    return path;
  }
}
