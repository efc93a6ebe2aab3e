import type { Place } from '../errors.ts';
import type { Position, SourceFile } from '../source.ts';
import { type Placed, writtenAt } from './placed.ts';

/** One feature of those that an overlay is made of. */
export interface Layer {
  readonly feature: string;
  readonly version: string;
}

/** Which feature a part of an overlay was written in, and where. */
export interface Origin {
  readonly layer: Layer;
  readonly place: Place;
}

const layers = new WeakMap<SourceFile, Layer>();
const made = new WeakMap<SourceFile, Placed>();

/** Where what stands at a position of a loaded feature (`step.at` and the like) was written; undefined outside one. */
export function originOf(at: Position, part: 'key' | 'value' = 'value'): Origin | undefined {
  const written = writtenPosition(at);
  const layer = layers.get(written.file);
  return layer && { layer, place: written.file.place(written.path, part) };
}

export function rememberLayer(file: SourceFile, layer: Layer): SourceFile {
  layers.set(file, layer);
  return file;
}

/** A file that was put together: every place in it is that of the file where it was written. */
export function madeFile(path: string, root: Placed): SourceFile {
  const file: SourceFile = {
    path,
    text: JSON.stringify(root.data),
    data: root.data,
    place(at, part, offset, length) {
      const written = writtenAt(root, at);
      return written.file.place(written.path, part, offset, length);
    },
  };
  made.set(file, root);
  return file;
}

function writtenPosition(at: Position): Position {
  const root = made.get(at.file);
  return root ? writtenPosition(writtenAt(root, at.path)) : at;
}
