export { type SequenceParameters, sequenceAction } from './sequence.ts';
