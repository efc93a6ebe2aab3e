export type { Answers } from './answers.ts';
export { type InitHost, makeEnvironment } from './make.ts';
export type { Question } from './questions.ts';
