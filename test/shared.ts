import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder with the authorities' official artefacts, beside the checkout; a user's machine does not have it. */
const shared = fileURLToPath(new URL('../../shared/', import.meta.url));

/** Path of an official artefact, e.g. `artefact('mx/samples')`. */
export const artefact = (path: string): string => `${shared}artefacts/${path}`;

/** Whether the artefacts are there. A test that needs them says `describe.skipIf(!hasArtefacts)('…, needs the artefacts')`. */
export const hasArtefacts = existsSync(`${shared}artefacts`);
