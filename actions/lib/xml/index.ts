export { type Canonicalisation, canonicalXml } from './canonical.ts';
export { editXml, type XmlEditing } from './edit.ts';
export { isXmlNode, type XmlNode } from './node.ts';
export { longestText, mayBeHuge } from './prolog.ts';
export { withXml, type XmlTree } from './tree.ts';
export { checkXPath, type Namespaces } from './xpath.ts';
