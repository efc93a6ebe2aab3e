export { type Limits, type ParseOptions, parseDocument } from './parse.ts';
export { nodePlace } from './place.ts';
export {
  type ExpandedName,
  kinds,
  leafValue,
  lexicalName,
  type NamespaceDeclaration,
  nameOf,
  stringValue,
  type Tree,
  unknownName,
} from './tree.ts';
export { Vocabulary, vocabulary } from './vocabulary.ts';
