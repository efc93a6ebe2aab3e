import { attribute, childElements, type Element, elementName, isXslt, plainText } from './element.ts';
import type { Contexts } from './message.ts';
import type { MessagePart } from './model.ts';

export const schxsltNamespace = 'https://doi.org/10.5281/zenodo.1495494';
const svrlNamespace = 'http://purl.oclc.org/dsdl/svrl';

/** What reading a compiled stylesheet needs everywhere. */
export interface StylesheetReading {
  readonly contexts: Contexts;
  /** Filled while templates are read. */
  readonly diagnostics: Map<string, readonly MessagePart[]>;
}

export function isSvrl(element: Element, local: string): boolean {
  const name = elementName(element);
  return name.local === local && name.uri === svrlNamespace;
}

/** An attribute of a literal element, given as such or by `xsl:attribute`. */
export function saidAttribute(element: Element, local: string): string | undefined {
  const made = childElements(element).find((each) => isXslt(each, 'attribute') && attribute(each, 'name') === local);
  return attribute(element, local) ?? (made && plainText(made));
}
