export { type IsGone, purgedIn, purgeMessages, purgePreviews } from './beside.ts';
export { type Purged, type PurgeRequest, purge } from './purge.ts';
export { removeInOrder, type Tally } from './remove-file.ts';
