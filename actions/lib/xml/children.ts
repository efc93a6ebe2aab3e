import { XmlElement, XmlXPath } from 'libxml2-wasm';

const elements = XmlXPath.compile('*');

/** The child elements, not one by one: libxml2-wasm does not get past a processing instruction. */
export const childElements = (element: XmlElement): XmlElement[] =>
  element.find(elements).filter((each) => each instanceof XmlElement);
