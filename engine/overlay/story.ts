import type { Feature } from '../feature.ts';
import type { OverlayChange } from './merging.ts';
import { openFiles } from './open.ts';
import type { Layer } from './origin.ts';

/** What comes from where in a feature. */
export interface OverlayStory {
  /** The feature itself first, then what it extends. One: it extends nothing. */
  readonly layers: readonly Layer[];
  /** What each overlay adds, replaces and removes, from the lowest to the highest. */
  readonly changes: readonly OverlayChange[];
}

export function storyOf({ files }: Feature): OverlayStory {
  const { layers, changes } = openFiles(files);
  return { layers, changes };
}
