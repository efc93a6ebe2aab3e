import type { Loading } from '../../engine/action.ts';
import type { SourceFile } from '../../engine/source.ts';

/**
 * What one loading of a feature has made from its files, so that every step that names a file has the same. Another loading makes it
 * anew: it reports again what it finds, and may include other files.
 */
export class MadeFrom<Made> {
  readonly #loads = new WeakMap<object, Map<SourceFile, Made>>();

  get(file: SourceFile, { load }: Loading): Made | undefined {
    return this.#loads.get(load)?.get(file);
  }

  set(file: SourceFile, { load }: Loading, made: Made): void {
    const files = this.#loads.get(load) ?? new Map<SourceFile, Made>();
    this.#loads.set(load, files.set(file, made));
  }
}
