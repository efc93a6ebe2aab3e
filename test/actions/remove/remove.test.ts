import { describe, expect, it } from 'vitest';
import { removeAction } from '../../../actions/remove/index.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

async function remove(document: string | Uint8Array, yaml = 'at: /a/b\n') {
  const context = contextOf({ in: { document: { mediaType: 'application/xml', content: document } } });
  const { documents, values } = await removeAction.run(context, prepared(removeAction, yaml));
  return { bytes: Buffer.from(documents?.document?.bytes ?? []), removed: values?.removed };
}

describe('remove', () => {
  it.each(removeAction.examples)('example: $title', async (example) => {
    const { output } = await tryExample(removeAction, example);
    for (const [name, text] of Object.entries(example.expect.documents ?? {}))
      expect(Buffer.from(output?.documents?.[name]?.bytes ?? []).toString()).toBe(text);
    expect(output?.values).toEqual(example.expect.values);
  });

  it.each([
    ['nothing', '<a  x="1" />\n', '<a  x="1" />\n', 0],
    ['all of them, whatever is in them', '<a> <b/>1<c/><b><!-- </b> --><b/></b >\n</a>', '<a> 1<c/>\n</a>', 2],
    [
      'none that stands deeper or is another',
      '<a><c><b/></c><x:b xmlns:x="urn:x"/></a>',
      '<a><c><b/></c><x:b xmlns:x="urn:x"/></a>',
      0,
    ],
  ])('takes out %s', async (_, document, expected, count) => {
    const { bytes, removed } = await remove(document);
    expect([bytes.toString(), removed]).toEqual([expected, count]);
  });

  it('keeps the encoding', async () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>ñ<b/></a>', 'latin1');
    expect((await remove(latin)).bytes.toString('latin1')).toBe('<?xml version="1.0" encoding="ISO-8859-1"?><a>ñ</a>');
  });

  it.each([
    ['an unknown prefix', '<a/>', 'at: /a/n:b\n', 'XPATH_INVALID'],
    ['the root', '<a/>', 'at: /a\n', 'XPATH_INVALID'],
    ['no XML', '<a', 'at: /a/b\n', 'XML_MALFORMED'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'at: /a/b\n', 'XML_DOCTYPE'],
  ])('refuses %s', async (_, document, yaml, code) => {
    expect(await codeOf(() => remove(document, yaml))).toBe(code);
  });
});
