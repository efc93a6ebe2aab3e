import { defineAction } from '../../engine/action.ts';
import { below } from '../../engine/source.ts';
import { type ElementPath, elementPathPattern, readElementPath } from '../lib/xml-text/index.ts';
import { append } from './append.ts';
import { examples } from './examples.ts';

export interface AppendParameters {
  readonly into: string;
  readonly namespaces?: Readonly<Record<string, string>>;
}

/** Puts one XML document into another without changing another byte of it: what is signed there stays signed. */
export const appendAction = defineAction<AppendParameters, ElementPath>({
  name: 'append',
  summary: 'Puts one XML document into another, as the last child of an element, and leaves every other byte as it is.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['into'],
    additionalProperties: false,
    properties: {
      into: {
        type: 'string',
        pattern: elementPathPattern,
        description: 'Path of the element that gets it, from the root: /cfdi:Comprobante.',
      },
      namespaces: {
        type: 'object',
        description: 'Prefixes of the path.',
        additionalProperties: { type: 'string', description: 'Namespace URI.' },
      },
    },
  },
  in: {
    document: { summary: 'The document that gets it.', mediaTypes: ['application/xml', 'text/xml'] },
    part: { summary: 'The document whose root element is put in.', mediaTypes: ['application/xml', 'text/xml'] },
  },
  out: { document: { summary: 'The document with the part in it.', mediaTypes: ['application/xml'] } },
  errors: ['APPEND_PLACE', 'XPATH_INVALID', 'XML_MALFORMED', 'XML_DOCTYPE'],
  examples,
  prepare({ into, namespaces = {} }, loading, at) {
    const path = readElementPath(into, namespaces);
    if (typeof path !== 'string') return path;
    loading.report('XPATH_INVALID', path, below(at, 'into'));
    return undefined;
  },
  run({ in: { document, part } }, into) {
    if (document === undefined || part === undefined) return {};
    const bytes = append(document.bytes, part.bytes, into);
    return { documents: { document: { mediaType: 'application/xml', bytes } } };
  },
});
