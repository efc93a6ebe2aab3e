import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { callAction as call } from '../../../actions/call/index.ts';
import type { CallParameters } from '../../../actions/call/parameters.ts';
import { exchangeOf, textOf } from './calling.ts';

const holds = new Ajv2020({ allowUnionTypes: true }).compile(call.with);

describe('the examples of call', () => {
  test.each(call.examples.map((example) => [example.title, example] as const))('%s', async (_, example) => {
    const step: unknown = parse(example.step);
    const parameters = typeof step === 'object' && step !== null && 'with' in step ? step.with : undefined;
    expect(holds(parameters), JSON.stringify(holds.errors)).toBe(true);
    const exchange = await exchangeOf(JSON.stringify(parameters), {
      files: example.files ?? {},
      variables: example.variables ?? {},
      secrets: { pacPassword: 'canary-1', apiSecret: 'canary-2' },
      ...(example.in?.document ? { document: example.in.document } : {}),
    });
    expect(textOf(exchange.documents.request)).toBe(example.expect.documents?.request);
  });
});

describe('the schema of with', () => {
  test.each<[string, unknown]>([
    ['no address', { method: 'GET' }],
    ['an unknown key', { url: 'http://x', action: 'stamp' }],
    ['two proofs', { url: 'http://x', auth: { bearer: 'a', apiKey: { header: 'b', secret: 'c' } } }],
    ['a duration without unit', { url: 'http://x', timeout: '30' }],
    ['another SOAP', { url: 'http://x', soap: 1.3 }],
    ['a method that is not ours', { url: 'http://x', method: 'CONNECT' }],
    ['document: false', { url: 'http://x', document: false }],
    ['a reply that is no extraction', { url: 'http://x', reply: { value: '//x' } }],
  ])('%s is refused', (_, parameters) => expect(holds(parameters)).toBe(false));

  test('values and documents of a use are known while loading', () => {
    const parameters: CallParameters = {
      url: 'http://x',
      soap: 1.1,
      reply: { document: '//d', values: { uuid: '//u', n: { xpath: '//n', type: 'integer' } } },
    };
    expect(call.outputs?.(parameters, undefined)).toEqual({
      documents: { document: 'application/xml' },
      values: {
        uuid: { type: 'string' },
        n: { type: 'integer' },
        faultCode: { type: 'string' },
        faultText: { type: 'string' },
      },
    });
  });
});
