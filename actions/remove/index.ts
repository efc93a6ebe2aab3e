import { defineAction } from '../../engine/action.ts';
import { below } from '../../engine/source.ts';
import {
  applyPatches,
  type ElementPath,
  elementPathPattern,
  elementsAt,
  encodeXmlText,
  readElementPath,
  readXmlText,
} from '../lib/xml-text/index.ts';
import { examples } from './examples.ts';

export interface RemoveParameters {
  readonly at: string;
  readonly namespaces?: Readonly<Record<string, string>>;
}

/** Takes elements out of an XML document without changing another byte of it. */
export const removeAction = defineAction<RemoveParameters, ElementPath>({
  name: 'remove',
  summary: 'Takes elements out of an XML document, and leaves every other byte as it is.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['at'],
    additionalProperties: false,
    properties: {
      at: {
        type: 'string',
        pattern: elementPathPattern,
        description: 'Path of the elements, from the root: /cfdi:Comprobante/cfdi:Addenda. None need be there.',
      },
      namespaces: {
        type: 'object',
        description: 'Prefixes of the path.',
        additionalProperties: { type: 'string', description: 'Namespace URI.' },
      },
    },
  },
  in: { document: { summary: 'The document.', mediaTypes: ['application/xml', 'text/xml'] } },
  out: { document: { summary: 'The document without the elements.', mediaTypes: ['application/xml'] } },
  values: { removed: { type: 'integer', description: 'How many elements were taken out.' } },
  errors: ['XPATH_INVALID', 'XML_MALFORMED', 'XML_DOCTYPE'],
  examples,
  prepare({ at: path, namespaces = {} }, loading, at) {
    const read = readElementPath(path, namespaces);
    // Without its root element a document is none.
    const wrong = typeof read === 'string' ? read : read.steps.length < 2 ? 'The root element must stay.' : undefined;
    if (typeof read !== 'string' && wrong === undefined) return read;
    loading.report('XPATH_INVALID', wrong ?? '', below(at, 'at'));
    return undefined;
  },
  run({ in: { document } }, path) {
    if (document === undefined) return {};
    const xml = readXmlText(document.bytes);
    const patches = elementsAt(xml, path).map(({ start, end }) => ({ start, end, text: '' }));
    const bytes = patches.length === 0 ? document.bytes : encodeXmlText(applyPatches(xml.text, patches), xml.encoding);
    return { documents: { document: { mediaType: 'application/xml', bytes } }, values: { removed: patches.length } };
  },
});
