export {
  type Canonicalization,
  canonicalizationNames,
  type Digest,
  digestNames,
  type SignatureAlgorithm,
  signatureNames,
  signatures,
} from './algorithms.ts';
export { type ElementPath, parseElementPath, selectElements } from './element-path.ts';
export { type KeyInfoPart, keyInfoParts, writeKeyInfo } from './key-info.ts';
export { idOf, type Located, locateId } from './located.ts';
export { referencedText, type Target, wholeDocument } from './reference.ts';
export { type Expectations, type Verdict, verifyXmlSignature } from './verify.ts';
export {
  alone,
  type CanonicalMethod,
  canonicalInside,
  formOfMethod,
  type ReferenceParts,
  type SignatureParts,
  type Surroundings,
  tagsOf,
  writeSignature,
} from './write.ts';
