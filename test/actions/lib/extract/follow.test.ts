import { describe, expect, it } from 'vitest';
import { followPaths } from '../../../../actions/lib/extract/follow.ts';
import { type Path, pathOf, togetherOf } from '../../../../actions/lib/extract/path.ts';
import { withXml } from '../../../../actions/lib/xml/index.ts';
import { randomFrom } from '../../../../sandbox/random.ts';

const namespaces = { n: 'urn:n', m: 'urn:m' };

const plain = (xpath: string): Path => {
  const path = pathOf(xpath, namespaces);
  if (path === undefined) throw new Error(`${xpath} should be a plain path`);
  return path;
};

const byXPath = (bytes: Uint8Array, xpath: string): readonly string[] =>
  withXml(bytes, (tree) => tree.find(xpath, namespaces).map((node) => node.text));

const byPaths = (bytes: Uint8Array, xpaths: readonly string[]): readonly (readonly string[])[] => {
  const paths = xpaths.map(plain);
  const found = followPaths(bytes, togetherOf(paths));
  return paths.map((path) => found.get(path) ?? []);
};

describe('A plain path gives what XPath gives', () => {
  const document = Buffer.from(
    '<?xml version="1.0"?>\n<a xmlns="urn:n" xmlns:m="urn:m" x="1"><b m:x="2" x=" 3\t&#x41;">one &lt;&amp;lt;<c xmlns="">two</c>\r\n' +
      '<![CDATA[<&lt;>]]><!-- no --><?no no?></b><m:b/><b>three<b>four</b></b></a>',
  );
  it.each([
    ['/n:a/@x', ['1']],
    ['/n:a', ['one <&lt;two\n<&lt;>threefour']],
    ['//n:b', ['one <&lt;two\n<&lt;>', 'threefour', 'four']],
    ['//n:b[2]', ['threefour']],
    ['//n:b[1]', ['one <&lt;two\n<&lt;>', 'four']],
    ['//n:b//n:b', ['four']],
    ['/n:a/*:b', ['one <&lt;two\n<&lt;>', '', 'threefour']],
    ['/n:a/*:b[2]', ['']],
    ['//c', ['two']],
    ['//n:c', []],
    ['//n:b/@x', [' 3 A']],
    ['//n:b/@m:x', ['2']],
    ['/n:b', []],
  ])('%s', (xpath, texts) => {
    expect(byPaths(document, [xpath])).toEqual([texts]);
    expect(byXPath(document, xpath)).toEqual(texts);
  });

  it('in any document, however the steps are put together', () => {
    const chance = randomFrom(11);
    const pick = (from: readonly string[]): string => from[Math.floor(chance() * from.length)] ?? '';
    const element = (depth: number): string => {
      const name = pick(['a', 'b', 'n:a', 'n:b', 'm:a']);
      const declared =
        depth === 0 ? ' xmlns:n="urn:n" xmlns:m="urn:m"' : pick(['', '', ' xmlns="urn:n"', ' xmlns:n="urn:m"']);
      const attributes = pick(['', ' a="1"', ' b="&lt;2"', ' a="3" b="&#52;"', " b='\t5 '"]);
      const content = (): string => {
        const kind = chance();
        if (kind < 0.5 && depth < 5) return element(depth + 1);
        return pick(['x', ' ', '&amp;amp;', '&#10;&gt;', '<![CDATA[&lt;y]]>', '<!-- a -->', '<?a a?>', '\r\n', 'ñ']);
      };
      return `<${name}${declared}${attributes}>${Array.from({ length: Math.floor(chance() * 5) }, content).join('')}</${name}>`;
    };
    const name = () => pick(['a', 'b', 'n:a', 'n:b', 'm:a', '*:a', '*:b']);
    const step = () => pick(['/', '//']) + name() + pick(['', '', '', '[1]', '[2]']);
    const path = () => {
      const steps = Array.from({ length: 1 + Math.floor(chance() * 4) }, step).join('');
      return steps + pick(['', '', '/@a', '/@b']);
    };
    let texts = 0;
    for (let turn = 0; turn < 1500; turn++) {
      const bytes = Buffer.from(element(0));
      const xpaths = Array.from({ length: 6 }, path);
      const found = byPaths(bytes, xpaths);
      texts += found.flat().length;
      for (const [index, xpath] of xpaths.entries())
        expect([bytes.toString(), xpath, found[index]]).toEqual([bytes.toString(), xpath, byXPath(bytes, xpath)]);
    }
    expect(texts).toBeGreaterThan(1500);
  });
});

describe('What is not plain is left to XPath', () => {
  it.each([
    'a',
    '/',
    '//*',
    '/a/..',
    '/a/text()',
    '/a/@*',
    '//@a',
    '/a/@*:a',
    '/a/@xmlns',
    '/a[@b]',
    '/a[0]',
    '/a[last()]',
    '/a | /b',
    '/a/child::b',
    'count(/a)',
    '/unknown:a',
    '/a/@unknown:b',
    '/año',
    ' /a',
    '/a ',
  ])('%s', (xpath) => expect(pathOf(xpath, namespaces)).toBeUndefined());
});
