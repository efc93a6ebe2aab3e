import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { parseAction } from '../../actions/parse/index.ts';
import { transformAction } from '../../actions/transform/index.ts';
import { readCases } from '../../cli/cases/read.ts';
import { artefact, hasArtefacts } from '../shared.ts';
import { folder, loadAlone } from './mx/alone.ts';
import { readComprobante } from './mx/read-comprobante.ts';
import { readXmlNode, type XmlNode } from './mx/xml-node.ts';

const writing = await loadAlone('uses: transform, with: { mapping: mappings/comprobante.yaml }', transformAction);
const reading = await loadAlone(
  'uses: parse, with: { mapping: mappings/comprobante.yaml, schema: input.schema.json }',
  parseAction,
);

async function write(invoice: unknown): Promise<Uint8Array> {
  const { output, problems } = await writing.run(invoice);
  expect(problems).toEqual([]);
  return output?.documents?.document?.bytes ?? new Uint8Array();
}

async function read(bytes: Uint8Array) {
  const { output } = await reading.run({}, bytes);
  const data: unknown = JSON.parse(Buffer.from(output?.documents?.data?.bytes ?? []).toString('utf8'));
  return { data, notUnderstood: output?.values?.notUnderstood };
}

type Terms = ReadonlyMap<string, string>;

/** Every value by its path; taxes and related documents by what they are of, because their order says nothing. */
function termsOf(data: unknown, path = ''): Map<string, string> {
  if (typeof data !== 'object' || data === null) return new Map([[path, said(data)]]);
  const terms = new Map<string, string>();
  for (const [key, value] of Object.entries(data)) {
    const name = Array.isArray(data) ? `[${keyOf(path, key, value)}]` : `${path === '' ? '' : '.'}${key}`;
    for (const [place, term] of termsOf(value, path + name)) {
      const before = place.endsWith(' withheld].amount') ? terms.get(place) : undefined;
      terms.set(place, before === undefined ? term : new Big(before).plus(term).toFixed());
    }
  }
  return terms;
}

function keyOf(path: string, index: string, value: Record<string, unknown>): string {
  if (path.endsWith('relatedDocuments')) return String(value.id);
  if (!path.endsWith('taxes')) return index;
  const { type, withheld = false, factor = 'rate', rate, unitAmount } = value;
  const which = path === 'taxes' && withheld ? 'sum' : said(rate ?? unitAmount ?? '');
  return `${type} ${factor} ${which}${withheld ? ' withheld' : ''}`;
}

const said = (value: unknown): string => {
  const text = String(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? new Big(text).toFixed() : text;
};

/** What a CFDI does not say, by the paths of the business data, and why. */
const notCarried: readonly [RegExp, string][] = [
  [/^seller\.address\./, 'the address of the Emisor: only LugarExpedicion'],
  [/^buyer\.address\.country$/, 'the country of a Receptor in Mexico'],
  [/^buyer\.address\.(city|line1|region|subdivision)$/, 'no address of a Receptor but its post code'],
  [/^original\./, 'the original is one of the CfdiRelacionados; of it there is the UUID and the relation'],
  [/^period\.(startDate|endDate)$/, 'of the period the month and the year'],
  [/^taxes\[\S+ rate sum withheld\]\.(rate|base|factor)$/, 'of what is withheld one sum for each kind of tax'],
  [/^totals\.payableAmount$/, 'what is to be paid is the Total, whatever the business data say'],
  [
    /^totals\.(paidAmount|roundingAmount)$/,
    'what is paid already and what is rounded: told as what a CFDI has no place for',
  ],
];

/** What a CFDI always says, so that it is read although the business data left it to a default. */
const added: readonly RegExp[] = [
  /^issuePlace\.address\.postCode$/,
  /^buyer\.(taxId|name|taxRegime|use|address\.postCode)$/,
  /^national\.mx\.(exportacion|formaPago)$/,
  /^paymentTerms\.timing$/,
  /taxes\[.*\]\.factor$/,
  /^relatedDocuments\[.*\]\.(id|relation)$/,
  /^lines\[\d+\]\.taxObject$/,
  /^lines\[\d+\]\.item\.classifications\[0\]\.scheme$/,
];

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
// A case may borrow its input from another.
const cases = readCases(folder).filter(({ input }) => input === undefined);
const inputs = cases.map(({ name }): [string, unknown] => [name, readJson(join(folder, 'cases', name, 'input.json'))]);
const issued = inputs.filter(([, invoice]) => reading.check(invoice).length === 0);
const used = new Set<string>();

describe('what the mapping carries of the cases comes back', () => {
  it.each(issued)('%s', async (_, invoice) => {
    const { data, notUnderstood } = await read(await write(invoice));
    expect(notUnderstood).toEqual([]);
    expect(reading.check(data)).toEqual([]);
    const [before, after] = [termsOf(invoice), termsOf(data)];
    expect(lost(before, after)).toEqual([]);
    expect(gained(before, after)).toEqual([]);
  });

  it.each(issued)('%s: what was read is written as the same document', async (_, invoice) => {
    const written = await write(invoice);
    const again = await write((await read(written)).data);
    expect(Buffer.from(again).toString('utf8')).toBe(Buffer.from(written).toString('utf8'));
  });

  it('and each thing that is said not to be carried is in one of them', () => {
    expect(notCarried.map(([, why]) => why).filter((why) => !used.has(why))).toEqual([]);
  });
});

/** Terms that did not come back with the same value, but for those that are listed. */
function lost(before: Terms, after: Terms): string[] {
  return [...before].flatMap(([path, value]) => {
    if (after.get(path) === value) return [];
    const listed = notCarried.find(([pattern]) => pattern.test(path));
    if (listed === undefined) return [`${path}: ${value} came back as ${after.get(path)}`];
    used.add(listed[1]);
    return [];
  });
}

function gained(before: Terms, after: Terms): string[] {
  return [...after.keys()].filter((path) => !before.has(path) && !added.some((pattern) => pattern.test(path)));
}

/** All CFDI 4.0 that others made: of every type, with whatever complements. */
function samples(): string[] {
  const root = artefact('mx/samples');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.xml'))
    .filter((path) => readFileSync(join(root, path), 'utf8').includes('"http://www.sat.gob.mx/cfd/4"'))
    .sort();
}

describe.skipIf(!hasArtefacts)('CFDI 4.0 of others (need ../shared)', () => {
  const paths = hasArtefacts ? samples() : [];

  it('are 38', () => {
    expect(paths).toHaveLength(38);
  });

  it.each(paths)('%s: parties, amounts and lines are those that another reader finds', async (path) => {
    const bytes = readFileSync(artefact(`mx/samples/${path}`));
    const theirs = readXmlNode(bytes.toString('utf8'));
    const { data, notUnderstood } = await read(bytes);
    const [expected, found] = [termsOf(JSON.parse(JSON.stringify(readComprobante(theirs)))), termsOf(data)];
    for (const term of assumed(theirs)) expected.delete(term);
    const different = [...expected].filter(([term, value]) => collapsed(found.get(term)) !== collapsed(value));
    expect(different.map(([term, value]) => `${term}: ${value} / ${found.get(term)}`)).toEqual([]);
    expect([...found.keys()].filter((term) => !expected.has(term) && !foundOnlyHere.has(term))).toEqual([]);
    expect(anyPrefix(notUnderstood)).toEqual(unknownIn(theirs));
  });
});

/** What the other reader assumes, because the model wants it, where the document does not say it. */
function assumed({ attributes: a }: XmlNode): string[] {
  return [
    ...(a.Folio === undefined ? ['number'] : []),
    ...(a.MetodoPago === undefined ? ['paymentTerms.timing'] : []),
    ...(/^[IE]$/.test(a.TipoDeComprobante ?? '') ? [] : ['type']),
  ];
}

/** The other reader passes them over: a Mexican residence, and a foreign number beside an RFC. */
const foundOnlyHere = new Set(['buyer.address.country', 'buyer.ids[0].id']);

/** The places that a reader of types I and E has to report, in the order of the document. */
function unknownIn(comprobante: XmlNode): string[] {
  const root = '/cfdi:Comprobante';
  const type = /^[IE]$/.test(comprobante.attributes.TipoDeComprobante ?? '') ? [] : [`${root}/@TipoDeComprobante`];
  return [...type, ...comprobante.all.flatMap((each) => unknownBelow(each, root))];
}

function unknownBelow(node: XmlNode, parent: string): string[] {
  const path = `${parent}/cfdi:${node.name}`;
  if (node.name === 'CfdiRelacionados' && !/^0[1-7]$/.test(node.attributes.TipoRelacion ?? ''))
    return [`${path}/@TipoRelacion`];
  if (node.name === 'Addenda' || node.name === 'ComplementoConcepto') return [path];
  if (node.name !== 'Complemento') return node.all.flatMap((each) => unknownBelow(each, path));
  return node.all.filter(({ name }) => name !== 'TimbreFiscalDigital').map(({ name }) => `${path}/*:${name}`);
}

/** The prefixes of complements are the document's own. */
const anyPrefix = (paths: unknown): unknown =>
  Array.isArray(paths) ? paths.map((path) => String(path).replace(/\/(?!cfdi:)\w+:(\w+)(\[\d+\])?$/, '/*:$1')) : paths;

const collapsed = (text: string | undefined): string | undefined => text?.replace(/\s+/g, ' ').trim();
