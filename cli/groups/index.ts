import { features } from './features.ts';
import type { Group } from './group.ts';
import { installation } from './installation.ts';
import { runs } from './runs.ts';

export { type Ends, openEnding } from './group.ts';

/** In the order in which `timbre help` tells them. */
export const groups: readonly Group[] = [runs, features, installation];
