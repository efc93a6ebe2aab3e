import type { Ajv2020, FuncKeywordDefinition } from 'ajv/dist/2020.js';

/**
 * `contentEncoding: base64` is held to, not only said: what is no base64 would reach the document as it is, and libxml2 takes
 * nearly any text for `xs:base64Binary`. White space is allowed, as there.
 */
export function holdToBase64(ajv: Ajv2020): void {
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword(contentEncoding);
}

const contentEncoding: FuncKeywordDefinition = {
  keyword: 'contentEncoding',
  type: 'string',
  schemaType: 'string',
  errors: false,
  validate: (encoding: string, text: string) => encoding !== 'base64' || isBase64(text),
};

function isBase64(text: string): boolean {
  const bare = /\s/.test(text) ? text.replaceAll(/\s/g, '') : text;
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare);
}
