import { diag } from 'libxml2-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkXPath, editXml, isXmlNode, withXml } from '../../../../actions/lib/xml/index.ts';

const bytes = (text: string) => Buffer.from(text);
const text = (result: Uint8Array) => Buffer.from(result).toString();
const sample = bytes(
  '<i:Invoice xmlns:i="urn:i" xmlns="urn:d" Number="7"><Line n="1">a</Line><Line n="2">b</Line>' +
    '<t:Stamp xmlns:t="urn:t" UUID="u"/><x xmlns="">plain</x></i:Invoice>',
);

describe('XPath', () => {
  const cases: [string, Record<string, string>, unknown][] = [
    ['/i:Invoice/@Number', {}, '7'],
    ['@Number', {}, '7'],
    ['//d:Line[2]', { d: 'urn:d' }, 'b'],
    ['//Line', {}, undefined],
    ['//*:Line[@n="2"]', {}, 'b'],
    ['//x', {}, 'plain'],
    ['//*[local-name()="Line"]', {}, 'a'],
    ['count(//*:Line)', {}, '2'],
    ['concat("*:Line ", "q:r")', {}, '*:Line q:r'],
    ['//t:Stamp/@UUID', {}, 'u'],
    ['//t:Stamp/@UUID', { t: 'urn:other' }, undefined],
    ['//none:Stamp', {}, undefined],
    ['//child::i:Invoice/@Number', {}, '7'],
    ['boolean(//i:Invoice)', {}, 'true'],
    ['string(//nothing)', {}, ''],
  ];
  test.each(cases)('%s with %o', (xpath, namespaces, expected) => {
    expect(withXml(sample, (tree) => tree.text(xpath, namespaces))).toBe(expected);
  });

  test('keeps types and order', () => {
    withXml(sample, (tree) => {
      expect(tree.evaluate('count(//*)')).toBe(5);
      expect(tree.evaluate('1 = 1')).toBe(true);
      expect(tree.find('//*:Line').map((line) => [line.name, line.namespace, line.text, line.line])).toEqual([
        ['Line', 'urn:d', 'a', 1],
        ['Line', 'urn:d', 'b', 1],
      ]);
      const [line] = tree.find('//*:Line');
      expect(line && tree.text('@n', {}, line)).toBe('1');
      expect(line?.parent?.name).toBe('Invoice');
      expect(isXmlNode(line)).toBe(true);
      expect(tree.root.children.map((each) => each.name)).toEqual(['Line', 'Line', 'Stamp', 'x']);
      expect(tree.root.attributes.map((each) => [each.kind, each.name, each.text])).toEqual([
        ['attribute', 'Number', '7'],
      ]);
      expect(tree.namespaces).toEqual({ i: 'urn:i', '': 'urn:d' });
    });
  });

  test('children are found behind a processing instruction', () => {
    const names = withXml(Buffer.from('<a>t<?p i?><b/><!-- c --><?p i?><c/></a>'), ({ root }) =>
      root.children.map((each) => each.name),
    );
    expect(names).toEqual(['b', 'c']);
  });

  test.each([['//a['], ['foo(1)'], ['$x'], ['']])('%s is refused', (xpath) => {
    expect(checkXPath(xpath)).toMatch(/XPath/);
  });
  test.each([['//q:a/@b'], ['*:a'], ['count(//a)'], ['@xml:lang']])('%s is taken', (xpath) => {
    expect(checkXPath(xpath)).toBeUndefined();
  });
});

describe('editing', () => {
  const cases: [string, string, string, Record<string, string>, string][] = [
    ['an attribute', '<a b="1"/>', '/a/@b', {}, '<a b="2 &lt;&quot;"/>'],
    ['a new attribute', '<a/>', '/a/@b', {}, '<a b="2 &lt;&quot;"/>'],
    [
      'a new attribute beside a default namespace',
      '<a xmlns="urn:d"/>',
      '@b',
      {},
      '<a xmlns="urn:d" b="2 &lt;&quot;"/>',
    ],
    [
      'an attribute beside a default namespace',
      '<a xmlns="urn:d" b="1"/>',
      '/d:a/@b',
      { d: 'urn:d' },
      '<a xmlns="urn:d" b="2 &lt;&quot;"/>',
    ],
    [
      'an attribute in a namespace',
      '<a xmlns:p="urn:p" p:b="1"/>',
      '/a/@p:b',
      {},
      '<a xmlns:p="urn:p" p:b="2 &lt;&quot;"/>',
    ],
    [
      'a new attribute in a namespace',
      '<a xmlns:p="urn:p"/>',
      '/a/@p:b',
      {},
      '<a xmlns:p="urn:p" p:b="2 &lt;&quot;"/>',
    ],
    ['an element', '<a><b>1<c/></b></a>', '/a/b', {}, '<a><b>2 &lt;"</b></a>'],
  ];
  test.each(cases)('sets %s', (_, before, xpath, namespaces, after) => {
    const source = bytes(before);
    expect(text(withXml(source, (tree) => tree.serialise()))).toContain(before);
    const out = editXml(source, (editing) => {
      editing.set(xpath, 'x', namespaces);
      editing.set(xpath, '2 <"', namespaces);
    });
    expect(text(out)).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${after}\n`);
    expect(withXml(source, (tree) => text(tree.serialise()))).toContain(before);
    expect(withXml(out, (tree) => tree.text(xpath, namespaces))).toBe('2 <"');
  });

  test('a place that is not there is an error', () => {
    expect(() => editXml(bytes('<a/>'), (editing) => editing.set('/b/@c', '1'))).toThrow(/XML_TARGET/);
  });
});

describe('canonical XML', () => {
  const source = '<r xmlns="urn:d" xmlns:z="urn:z"><!-- c --><b y="1&#10;" a="2">é<![CDATA[<]]></b><z:c/></r>';
  const cases: [object, string, string][] = [
    [{}, '/*', '<r xmlns="urn:d" xmlns:z="urn:z"><b a="2" y="1&#xA;">é&lt;</b><z:c></z:c></r>'],
    [{ exclusive: true }, '//*:c', '<z:c xmlns:z="urn:z"></z:c>'],
    [{}, '//*:c', '<z:c xmlns="urn:d" xmlns:z="urn:z"></z:c>'],
    [{ exclusive: true }, '//*:b', '<b xmlns="urn:d" a="2" y="1&#xA;">é&lt;</b>'],
    [
      { exclusive: true, inclusivePrefixes: ['z'] },
      '//*:b',
      '<b xmlns="urn:d" xmlns:z="urn:z" a="2" y="1&#xA;">é&lt;</b>',
    ],
  ];
  test.each(cases)('%o of %s', (options, xpath, expected) => {
    expect(withXml(bytes(source), (tree) => text(tree.canonical(options, tree.find(xpath)[0])))).toBe(expected);
  });
  test('comments on request', () => {
    expect(text(withXml(bytes(source), (tree) => tree.canonical({ comments: true })))).toContain('<!-- c -->');
  });
});

describe('the cache', () => {
  beforeAll(() => diag.configure({ enabled: true }));
  afterAll(() => diag.configure({ enabled: false }));
  function live(): number {
    const report: { XmlDocument?: { totalInstances: number } } = diag.report();
    return report.XmlDocument?.totalInstances ?? 0;
  }

  test('the same bytes object is parsed once, and no more than 8 stay', () => {
    const first = bytes('<a/>');
    const seen = withXml(first, (tree) => tree.document);
    expect(withXml(first, (tree) => tree.document)).toBe(seen);
    for (let at = 0; at < 50; at++) withXml(bytes(`<a n="${at}"/>`), () => 0);
    expect(withXml(first, (tree) => tree.document)).not.toBe(seen);
    expect(live()).toBeLessThanOrEqual(8);
  });

  test('what is being read is not disposed', () => {
    const outer = bytes('<outer/>');
    withXml(outer, (tree) => {
      for (let at = 0; at < 20; at++) withXml(bytes(`<b n="${at}"/>`), () => 0);
      expect(tree.root.name).toBe('outer');
    });
  });

  test('a failing reader and broken XML leave nothing behind', () => {
    const before = live();
    for (let at = 0; at < 20; at++) {
      expect(() => withXml(bytes('<a>'), () => 0)).toThrow();
      expect(() => editXml(bytes('<a/>'), (editing) => editing.set('/q', ''))).toThrow();
    }
    // Room is made before a document is parsed, whatever comes of it.
    expect(live()).toBeLessThanOrEqual(before);
  });
});
