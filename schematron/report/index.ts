export { type Catalogue, catalogueOf } from './catalogue.ts';
export {
  type DynamicError,
  type Finding,
  type FiredRule,
  isFatal,
  type Outcome,
  type RawFinding,
  toFindings,
} from './finding.ts';
export { readablePath } from './location.ts';
export { toSvrl } from './svrl.ts';
