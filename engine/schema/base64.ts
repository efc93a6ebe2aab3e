import type { Ajv2020, CodeKeywordDefinition } from 'ajv/dist/2020.js';
import { ajvLibrary } from './library.ts';

/**
 * `contentEncoding: base64` is held to, not only said: what is no base64 would reach the document as it is, and libxml2 takes
 * nearly any text for `xs:base64Binary`. White space is allowed, as there.
 */
export function holdToBase64(ajv: Ajv2020): void {
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword(contentEncoding);
}

const contentEncoding: CodeKeywordDefinition = {
  keyword: 'contentEncoding',
  type: 'string',
  schemaType: 'string',
  code(context) {
    const { data, schema, gen } = context;
    if (schema !== 'base64') return;
    const { _ } = ajvLibrary();
    context.fail(_`!${gen.scopeValue('func', { ref: isBase64, code: _`isBase64` })}(${data})`);
  },
};

/** Also for the modules that the build makes: there it goes by this name. */
export function isBase64(text: string): boolean {
  const bare = /\s/.test(text) ? text.replaceAll(/\s/g, '') : text;
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}
