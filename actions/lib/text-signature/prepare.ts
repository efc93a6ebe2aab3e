import type { Loading } from '../../../engine/action.ts';
import { below, type Position } from '../../../engine/source.ts';
import { type NumberForm, parseSubjectRule, type SubjectParameters, type SubjectRule } from '../certificate/index.ts';
import { compileDescription } from './compile.ts';
import type { TextDescription } from './description.ts';
import type { SignatureHash } from './hash.ts';
import { preparePlaces, type SignaturePlaces } from './prepare-places.ts';

/** What signing a text and verifying it have in common. */
export interface TextSignatureParameters {
  readonly text: string;
  readonly signature: string;
  readonly certificate?: string;
  readonly certificateNumber?: string;
  readonly certificateNumberForm?: NumberForm;
  readonly digest?: SignatureHash;
  readonly subject?: SubjectParameters;
}

export interface PreparedTextSignature {
  readonly description: TextDescription;
  readonly places: SignaturePlaces;
  readonly form: NumberForm;
  readonly hash: SignatureHash;
  readonly subject: SubjectRule | undefined;
}

/** Schema of a place: `/a:Root/a:Element/@Attribute`. */
export const placeSchema = (description: string) => ({ type: 'string', pattern: '^/.+/@.+$', description });

/** Compiles the description, the places and the subject; undefined when something is wrong, which has been reported then. */
export function prepareTextSignature(
  parameters: TextSignatureParameters,
  loading: Loading,
  at: Position,
): PreparedTextSignature | undefined {
  const description = compileDescription(parameters.text, loading, below(at, 'text'));
  const subject = parameters.subject && parseSubjectRule(parameters.subject, loading, below(at, 'subject'));
  if (description === undefined || (parameters.subject && subject === undefined)) return undefined;
  const places = preparePlaces(parameters, description, loading, at);
  if (places === undefined) return undefined;
  const { certificateNumberForm: form = 'ascii', digest: hash = 'sha256' } = parameters;
  return { description, places, form, hash, subject };
}
