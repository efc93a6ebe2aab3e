import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { SchematronProblem } from '../../../schematron/problem.ts';
import { parseDocument } from '../../../schematron/tree/index.ts';
import { artefact, hasArtefacts } from '../../shared.ts';

const ours = (bytes: Uint8Array): string => {
  try {
    parseDocument(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof SchematronProblem) return error.code;
    throw error;
  }
};

const libxml2 = (bytes: Uint8Array): string => {
  try {
    XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_HUGE }).dispose();
    return 'read';
  } catch (error) {
    // A namespace that is no URI is a warning in the standard, and no more to other parsers.
    return /is not a valid URI/.test(String(error)) ? 'uri' : 'refused';
  }
};

/** Whether both read or both refuse; a document type is refused by us alone. */
const agree = (bytes: Uint8Array): boolean => {
  const [here, there] = [ours(bytes), libxml2(bytes)];
  return there === 'uri' || here === 'XML_DOCTYPE' || (here === 'read') === (there === 'read');
};

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
const seed = `<!-- c --><?p q?>
<a:Invoice xmlns:a="urn:a" xmlns="urn:b" a:x="1" x="2 &amp; &#65;">
  <ID schemeID='é'>&lt;1<![CDATA[ <2> ]]>3</ID>\r\n  <a:Line xmlns:a="urn:c"><b/><!-- d --><a:b a:c="1"/></a:Line>
</a:Invoice>`;

const pieces = [
  ...[
    '<',
    '>',
    '&',
    '"',
    "'",
    '/',
    '=',
    ' ',
    '\n',
    '\r',
    '\t',
    ']]>',
    '<![CDATA[x]]>',
    '<![CDATA[',
    ']',
    '<!--',
    '-->',
    '--',
  ],
  ...[
    '<?',
    '?>',
    '<?x y?>',
    '<!-- c -->',
    '&amp;',
    '&#10;',
    '&#0;',
    '&#x1F600;',
    '&#xFFFE;',
    '&nope;',
    'xmlns=""',
    ':',
    'a:',
  ],
  ...[
    'xmlns:a="u"',
    ' xmlns:p="" ',
    '<a/>',
    '<a b="1" b="2"/>',
    '<b:c/>',
    '</a>',
    '\0',
    '\x01',
    '\v',
    '\x7f',
    '\x85',
    'é',
  ],
  ...['\u2028', '\ufffe', '😀', '<?xml version="1.0"?>', 'xml:lang="x" ', '1', '-', '.', '<é/>', '<×/>', '<a\u0300/>'],
  ...['<x xmlns:y="1" y:a="1" a="2"/>', '<x xmlns:y="1" xmlns:z="1" y:a="1" z:a="2"/>'],
];

function mutants(text: string, count: number): Buffer[] {
  let state = 20_261_122;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  return Array.from({ length: count }, () => {
    let mutant = text;
    for (let times = random(2); times >= 0; times--) {
      const at = random(mutant.length);
      const removed = random(3) === 0 ? random(4) : 0;
      mutant =
        mutant.slice(0, at) + (random(4) === 0 ? '' : pieces[random(pieces.length)]) + mutant.slice(at + removed);
    }
    return Buffer.from(declaration + mutant);
  });
}

describe('as strict as libxml2', () => {
  it('on 4,000 seeded mutants', () => {
    const all = mutants(seed, 4000);
    expect(all.filter((each) => !agree(each)).map(String)).toEqual([]);
    const read = all.filter((each) => ours(each) === 'read').length;
    expect(read).toBeGreaterThan(400);
    expect(read).toBeLessThan(3600);
  });

  it.skipIf(!hasArtefacts)('on the official documents of EN 16931, Peppol and XRechnung, needs the artefacts', () => {
    const files = ['eu/en16931', 'eu/peppol-bis-3', 'eu/xrechnung'].flatMap((folder) =>
      readdirSync(artefact(folder), { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile() && /\.(xml|sch|xslt?)$/i.test(each.name))
        .map((each) => join(each.parentPath, each.name)),
    );
    expect(files.length).toBeGreaterThan(800);
    expect(files.filter((file) => !agree(readFileSync(file)))).toEqual([]);
  });
});
