export { addAttribute, attributeNamed, findAttribute, setAttribute } from './attributes.ts';
export type { XmlVisitor } from './elements.ts';
export { encodeXmlText } from './encode.ts';
export { type ElementPath, elementPathPattern, elementsAt, readElementPath } from './find.ts';
export type { NamespaceScope, TextAside, TextAttribute, TextChild, TextElement, TextPiece, XmlText } from './model.ts';
export { outermostScope } from './namespaces.ts';
export { applyPatches, type Patch } from './patch.ts';
export { readXmlFragment, readXmlText, walkXmlText } from './read.ts';
export { attributeValue, pieceValue, stringValue } from './values.ts';
