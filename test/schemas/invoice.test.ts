import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { isObject } from '../../engine/json.ts';
import schema from '../../schemas/invoice.schema.json' with { type: 'json' };
import { artefact, hasArtefacts } from '../shared.ts';
import { european, mexican } from './invoice.examples.ts';

type Node = Readonly<Record<string, unknown>>;

/** Every subschema with its place, in the keywords that this schema uses. */
function* subschemas(node: Node, path: string): Generator<[string, Node]> {
  yield [path, node];
  for (const keyword of ['properties', '$defs']) {
    for (const [name, child] of Object.entries(isObject(node[keyword]) ? node[keyword] : {})) {
      if (isObject(child)) yield* subschemas(child, `${path}/${keyword}/${name}`);
    }
  }
  if (isObject(node.items)) yield* subschemas(node.items, `${path}/items`);
}

const all = [...subschemas(schema, '')];
const terms = all.flatMap(([, node]) => (typeof node['x-term'] === 'string' ? [node['x-term']] : []));
const range = (prefix: string, last: number): string[] => Array.from({ length: last }, (_, i) => `${prefix}-${i + 1}`);

/** EN 16931-1:2017+A1:2019: BT-1 to BT-165, of which BT-4 was never given out, and BG-1 to BG-32. */
const core = [...range('BT', 165).filter((term) => term !== 'BT-4'), ...range('BG', 32)];

/** Exemption reasons per allowance, charge and line: numbers of the edition to come, used by Factur-X and the French rules already. */
const coming = ['BT-173', 'BT-174', 'BT-175', 'BT-176', 'BT-194', 'BT-195'];

/** Terms of Factur-X EXTENDED, and of the extension of XRechnung; a number after a second hyphen is a part of a term. */
const extension = /^B[TG]-(X|DEX)-\d+(-\d+)?$|^BT-(41|56)-0$/;

describe('the terms of EN 16931', () => {
  it('are all there, once each, and no others but those of extensions', () => {
    expect(core).toHaveLength(164 + 32);
    const own = terms.filter((term) => !extension.test(term));
    expect([...own].sort()).toEqual([...core, ...coming].sort());
    expect(new Set(terms).size).toBe(terms.length);
  });

  describe.skipIf(!hasArtefacts)('against the official artefacts (need ../shared)', () => {
    const sources = [
      'eu/en16931/ubl/schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch',
      'eu/en16931/cii/schematron/preprocessed/EN16931-CII-validation-preprocessed.sch',
      'eu/peppol-bis-3/source-3.0.19/structure/syntax/ubl-invoice.xml',
    ];
    it.each(sources)('every term that %s names', (source) => {
      const named = readFileSync(artefact(source), 'utf8').match(/\bB[TG]-[0-9]+\b/g) ?? [];
      const numbers = new Set(named.map((term) => term.replace(/-0+/, '-')));
      expect(numbers.size).toBeGreaterThan(40);
      expect([...numbers].filter((term) => !terms.includes(term))).toEqual([]);
    });
  });
});

describe('the schema', () => {
  it.each(all.filter(([, node]) => isObject(node.properties)))('%s is closed', (_, node) => {
    expect(node).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('says a title and a description of every property and definition', () => {
    const named = all.filter(([path]) => !path.endsWith('/items'));
    const silent = named.filter(([, node]) => typeof node.title !== 'string' || typeof node.description !== 'string');
    expect(silent.map(([path]) => path)).toEqual([]);
  });

  it('bounds every text and every list', () => {
    const free = all.filter(
      ([, node]) =>
        (node.type === 'array' && node.maxItems === undefined) ||
        (node.type === 'string' && !['maxLength', 'enum', 'format', 'pattern'].some((keyword) => keyword in node)),
    );
    expect(free.map(([path]) => path)).toEqual([]);
  });

  it('uses every definition', () => {
    const used = new Set(JSON.stringify(schema).match(/#\/\$defs\/[A-Za-z]+/g));
    expect(Object.keys(schema.$defs).filter((name) => !used.has(`#/$defs/${name}`))).toEqual([]);
  });

  it('marks everything that may be a number as an exact decimal', () => {
    const numeric = all.filter(([, node]) => JSON.stringify(node.type ?? '').match(/number|integer/));
    expect(numeric.length).toBeGreaterThan(0);
    for (const [, node] of numeric) expect(node).toMatchObject({ type: ['string', 'number'], format: 'decimal' });
  });
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('decimal', true);
ajv.addKeyword({ keyword: 'x-term', schemaType: 'string' });
ajv.addVocabulary(['x-keep', 'x-mask']);
const validate = ajv.compile(schema);

/** The places where a document is wrong, as JSON pointers with the keyword that refused. */
function refusals(document: unknown): string[] {
  validate(document);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

const line = european.lines[0];
const withLine = (change: object): object => ({ ...european, lines: [{ ...line, ...change }] });

describe('valid documents', () => {
  it.each([
    ['European', european],
    ['Mexican', mexican],
    ['to nobody in particular', { ...european, type: 'simplified-invoice', buyer: undefined }],
    ['global', { ...mexican, period: { startDate: '2026-11-01', endDate: '2026-11-30', frequency: 'month' } }],
    [
      'correcting',
      { ...mexican, original: { id: 'x', issueDate: '2026-10-01', relation: 'corrects', reasonCode: '02' } },
    ],
    ['with the largest amount', withLine({ netAmount: '999999999999999999.99999999999999999999' })],
  ])('%s', (_, document) => {
    expect(refusals(JSON.parse(JSON.stringify(document)))).toEqual([]);
  });
});

describe('invalid documents', () => {
  it.each<[string, unknown, string[]]>([
    ['not an object', [], [' type']],
    ['no lines', { ...european, lines: [] }, ['/lines minItems']],
    ['unknown field', { ...european, numbre: '1' }, [' additionalProperties']],
    ['unknown field in depth', withLine({ item: { name: 'x', gtin: '1' } }), ['/lines/0/item additionalProperties']],
    ['missing field', { ...european, number: undefined }, [' required']],
    ['amount with exponent', withLine({ netAmount: '1e3' }), ['/lines/0/netAmount pattern']],
    ['amount with comma', withLine({ netAmount: '1,00' }), ['/lines/0/netAmount pattern']],
    ['amount in other digits', withLine({ netAmount: '١٢' }), ['/lines/0/netAmount pattern']],
    ['amount without end', withLine({ netAmount: 1e30 }), ['/lines/0/netAmount exclusiveMaximum']],
    ['amount as boolean', withLine({ netAmount: true }), ['/lines/0/netAmount type']],
    ['number that is not a string', { ...european, number: 7 }, ['/number type']],
    ['impossible date', { ...european, issueDate: '2026-02-30' }, ['/issueDate format']],
    ['time without zone', { ...european, issueTime: '12:00:00' }, ['/issueTime format']],
    ['currency in lower case', { ...european, currency: 'eur' }, ['/currency pattern']],
    ['unknown kind of document', { ...european, type: 'bill' }, ['/type enum']],
    ['unknown kind of tax', withLine({ taxes: [{ type: 'IVA' }] }), ['/lines/0/taxes/0/type enum']],
    ['control character', { ...european, number: 'a\u0000b' }, ['/number pattern']],
    ['half a surrogate pair', { ...european, number: 'a\ud800' }, ['/number pattern']],
    ['a megabyte of text', { ...european, notes: [{ text: 'x'.repeat(1_000_000) }] }, ['/notes/0/text maxLength']],
    [
      'a country that is no code',
      { ...european, national: { mexico: {} } },
      ['/national pattern', '/national propertyNames'],
    ],
  ])('%s', (_, document, expected) => {
    expect(refusals(JSON.parse(JSON.stringify(document)))).toEqual(expected);
  });

  it('keeps full Unicode', () => {
    expect(refusals({ ...european, notes: [{ text: 'Ñandú 𝔘 漢字\n\tfin' }] })).toEqual([]);
  });
});
