import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where compiled rule sets are kept: in the user's own cache, because what is there is run. Artefacts themselves may stand
 * where others write, for they are read by their hash.
 */
export const compiledFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'timbre', 'schematron');
