import type { Place } from './errors.ts';

export type Path = readonly (string | number)[];

/** A YAML or JSON file of a feature: its data, and where each part of it stands. */
export interface SourceFile {
  /** Relative to the feature's folder. */
  readonly path: string;
  readonly text: string;
  /** Plain JSON values: null-prototype objects, arrays, strings, numbers, booleans, null. */
  readonly data: unknown;
  /**
   * Where the value (or the key) at a path stands; the nearest parent where the path does not exist.
   * `offset` and `length` point into a string value, e.g. at the part of an expression that is wrong.
   */
  place(path: Path, part?: 'key' | 'value', offset?: number, length?: number): Place;
}

/** A node of a source file. */
export interface Position {
  readonly file: SourceFile;
  readonly path: Path;
}

export const below = (at: Position, ...path: Path): Position => ({ file: at.file, path: [...at.path, ...path] });

export const placeOf = (at: Position, part: 'key' | 'value' = 'value'): Place => at.file.place(at.path, part);
