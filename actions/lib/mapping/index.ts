export type { Note } from './back/index.ts';
export { type MappingParameter, mappingParameter, prepareChosen } from './choose.ts';
export { type MarkedDocument, type MarkedValue, mark } from './origins.ts';
export {
  type MappingOptions,
  type PreparedMapping,
  type PreparedReading,
  prepareMapping,
  prepareReading,
} from './prepare.ts';
export { nothingToEscape } from './write/escape.ts';
