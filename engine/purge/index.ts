export { type Purged, type PurgeRequest, purge } from './purge.ts';
