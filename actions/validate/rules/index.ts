export { createJudge, type Judge, type Lists } from './judge.ts';
export { readRules } from './read.ts';
export { artefactsOf, type Rule } from './rule.ts';
