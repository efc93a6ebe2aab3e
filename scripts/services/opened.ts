import type { Feature } from '../../engine/index.ts';
import { openFeature } from '../../platform/environment/index.ts';

const opened = new Map<string, Promise<Feature>>();

/** A feature that comes with Timbre, loaded once for all that a process does with it: nobody changes one. */
export function opening(folder: string): Promise<Feature> {
  const known = opened.get(folder) ?? openFeature(folder);
  opened.set(folder, known);
  return known;
}
