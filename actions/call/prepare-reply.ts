import type { Loading } from '../../engine/action.ts';
import type { Position } from '../../engine/source.ts';
import { type Extraction, type ExtractionSpec, extractionOutputs, prepareExtraction } from '../lib/extract/index.ts';
import type { CallParameters } from './parameters.ts';

/** Undefined where nothing is taken out of the answer. */
export function prepareReply(call: CallParameters, loading: Loading, at: Position): Extraction | undefined | 'wrong' {
  return call.reply === undefined ? undefined : (prepareExtraction(call.reply, loading, at) ?? 'wrong');
}

export const documentsNamed = (reply: ExtractionSpec | undefined): readonly string[] =>
  reply === undefined ? [] : Object.keys(extractionOutputs(reply).documents);

/** What a call leaves besides `request` and `answer`. */
export function outputsOf(call: CallParameters) {
  const { documents, values } = extractionOutputs(call.reply ?? {});
  const fault = { faultCode: { type: 'string' }, faultText: { type: 'string' } };
  return { documents, values: call.soap === undefined ? values : { ...values, ...fault } };
}
