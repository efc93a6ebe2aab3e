export type { Canonicalisation } from './canonical.ts';
export { childElements } from './children.ts';
export { editXml, type XmlEditing } from './edit.ts';
export { isXmlNode, type XmlNode } from './node.ts';
export { largestXml } from './parse.ts';
export { longestText, mayBeHuge } from './prolog.ts';
export { withXml, type XmlTree } from './tree.ts';
export { checkXPath, type Namespaces } from './xpath.ts';
