export { loadMeasured, type Measured, type Point } from './measure.ts';
export { coverageJson, tellCoverage } from './report.ts';
