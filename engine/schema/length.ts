import type { Ajv2020, CodeKeywordDefinition } from 'ajv/dist/2020.js';
import { ajvLibrary } from './library.ts';

/**
 * `minLength` and `maxLength` count characters, as JSON Schema has it, but only where the UTF-16 code units leave a doubt: a text has
 * no more characters than units, and at least half as many. For a verdict: their errors say nothing.
 */
export function countSeldom(ajv: Ajv2020): void {
  for (const keyword of ['maxLength', 'minLength']) ajv.removeKeyword(keyword);
  ajv.addKeyword(lengths);
}

const lengths: CodeKeywordDefinition = {
  keyword: ['maxLength', 'minLength'],
  type: 'string',
  schemaType: 'number',
  code(context) {
    const { keyword, data, schema, gen } = context;
    const { _ } = ajvLibrary();
    const count = gen.scopeValue('func', { ref: characters, code: _`characters` });
    context.fail(
      keyword === 'maxLength'
        ? _`${data}.length > ${schema} && ${count}(${data}) > ${schema}`
        : _`${data}.length < ${schema} || (${data}.length < ${2 * schema} && ${count}(${data}) < ${schema})`,
    );
  },
};

/** Also for the modules that the build makes: there it goes by this name. */
export function characters(text: string): number {
  let count = 0;
  for (const _character of text) count++;
  return count;
}
