export { addAttribute, attributeNamed, findAttribute, setAttribute } from './attributes.ts';
export type { TextAttribute, TextChild, TextElement, XmlText } from './model.ts';
export { applyPatches, type Patch } from './patch.ts';
export { readXmlText } from './read.ts';
export { attributeValue, stringValue } from './values.ts';
