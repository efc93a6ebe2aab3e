export { type CaseDifference, compareVersions } from './compare.ts';
export type { ChangedLine } from './lines.ts';
