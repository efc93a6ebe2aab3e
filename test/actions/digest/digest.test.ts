import { describe, expect, it } from 'vitest';
import { digestAction } from '../../../actions/digest/index.ts';
import { noOpenssl, openssl } from '../../platform/vault/openssl.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

describe('digest', () => {
  it.each(digestAction.examples)('example: $title', async (example) => {
    const { output, problem } = await tryExample(digestAction, example);
    expect(problem).toBe(example.expect.problem);
    expect(output?.values).toEqual(example.expect.values);
  });

  const algorithms = ['sha1', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'];
  it.skipIf(noOpenssl !== undefined).each(algorithms)('%s is what openssl makes', async (algorithm) => {
    const context = contextOf({ in: { document: { mediaType: 'application/xml', content: '<a>ñ</a>' } } });
    const output = await digestAction.run(context, prepared(digestAction, `algorithm: ${algorithm}\n`));
    const expected = openssl(['dgst', `-${algorithm}`, '-r', 'content'], { content: '<a>ñ</a>' }, '-').toString();
    expect(output.values?.digest).toBe(expected.split(' ')[0]);
  });

  it('needs something to digest', async () => {
    const nothing = prepared(digestAction, 'algorithm: sha256\n');
    expect(await codeOf(() => digestAction.run(contextOf(), nothing))).toBe('PARAMETER_ABSENT');
  });
});
