import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { parseAction } from '../../actions/parse/index.ts';
import { transformAction } from '../../actions/transform/index.ts';
import { readCases } from '../../cli/cases/read.ts';
import { artefact, hasArtefacts } from '../shared.ts';
import { folder, loadAlone } from './mx/alone.ts';
import { readXmlNode, type XmlNode } from './mx/xml-node.ts';

const input = 'input.payment.schema.json';
const mapping = 'mapping: mappings/payment.yaml';
const writing = await loadAlone(`uses: transform, with: { ${mapping} }`, transformAction, input);
const reading = await loadAlone(`uses: parse, with: { ${mapping}, schema: ${input} }`, parseAction, input);

async function write(invoice: unknown): Promise<string> {
  const { output, problems } = await writing.run(invoice);
  expect(problems).toEqual([]);
  return Buffer.from(output?.documents?.document?.bytes ?? []).toString('utf8');
}

async function read(text: string) {
  const { output } = await reading.run({}, Buffer.from(text));
  const data: unknown = JSON.parse(Buffer.from(output?.documents?.data?.bytes ?? []).toString('utf8'));
  return { data, notUnderstood: output?.values?.notUnderstood };
}

const expected = readCases(folder)
  .filter(({ pipeline, input: borrowed }) => pipeline === 'payment' && borrowed === undefined)
  .filter(({ expect: { documents } }) => documents?.comprobante !== undefined)
  .map(({ name }) => [name, join(folder, 'cases', name, 'expected/comprobante.xml')] as const);

describe('the CFDI of payments', () => {
  it.each(expected)('%s: what was read is written as the same document', async (_, path) => {
    const text = readFileSync(path, 'utf8');
    const { data, notUnderstood } = await read(text);
    expect(notUnderstood).toEqual([]);
    expect(await write(data)).toBe(text);
  });
});

/** Those of others with a complement Pagos 2.0 that pays something. */
function samples(): string[] {
  const root = artefact('mx/samples');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => path.endsWith('.xml') && /<pago20:DoctoRelacionado\b/.test(readFileSync(join(root, path), 'utf8')),
    )
    .sort();
}

describe.skipIf(!hasArtefacts)('the CFDI of payments of others (need ../shared)', () => {
  const paths = hasArtefacts ? samples() : [];

  it('are 4', () => {
    expect(paths).toHaveLength(4);
  });

  it.each(paths)('%s: from what the documents say the same taxes and totals are added up', async (path) => {
    const text = readFileSync(artefact(`mx/samples/${path}`), 'utf8');
    const { data, notUnderstood } = await read(text);
    const [ours, theirs] = [pagosOf(await write(data)), pagosOf(text)];
    const missing = [...theirs.keys()].filter((place) => !ours.has(place));
    expect(missing.filter((place) => !isReported(place, notUnderstood))).toEqual([]);
    expect(different(ours, theirs)).toEqual([]);
  });
});

function pagosOf(text: string): Map<string, string> {
  const complements = readXmlNode(text).children('Complemento');
  const pagos = complements.map((each) => each.child('Pagos')).find((each) => each !== undefined);
  return pagos ? facts(pagos) : new Map();
}

/** Every attribute by its place; taxes by what they are of, because their order says nothing. */
function facts(node: XmlNode, path = ''): Map<string, string> {
  const said = new Map(Object.entries(node.attributes).map(([name, value]) => [`${path}/@${name}`, fact(value)]));
  const count = new Map<string, number>();
  for (const child of node.all) {
    const position = (count.get(child.name) ?? 0) + 1;
    count.set(child.name, position);
    const below = facts(child, `${path}/${child.name}[${kindOf(child) ?? position}]`);
    for (const [place, value] of below) said.set(place, value);
  }
  return said;
}

function kindOf({ name, attributes: a }: XmlNode): string | undefined {
  if (!/^(Traslado|Retencion)(DR|P)$/.test(name)) return undefined;
  return [
    a.ImpuestoDR ?? a.ImpuestoP,
    a.TipoFactorDR ?? a.TipoFactorP,
    fact(a.TasaOCuotaDR ?? a.TasaOCuotaP ?? ''),
  ].join(' ');
}

const fact = (value: string): string => (/^\d+(\.\d+)?$/.test(value) ? new Big(value).toFixed() : value);

/** Whether the reading said that it left an attribute out: nothing is lost in silence. */
const isReported = (place: string, notUnderstood: unknown): boolean =>
  Array.isArray(notUnderstood) &&
  notUnderstood.some((each) =>
    String(each)
      .replace(/pago20:|\[\d+\]/g, '')
      .endsWith(place.replace(/\[[^\]]*\]/g, '')),
  );

/** What both say otherwise, and what only ours says, but for rates of one that need not be said. */
function different(ours: Map<string, string>, theirs: Map<string, string>): string[] {
  return [...ours].flatMap(([place, value]) => {
    const other = theirs.get(place) ?? (/@(TipoCambioP|EquivalenciaDR)$/.test(place) ? '1' : undefined);
    return other === value ? [] : [`${place}: ${value} / ${other}`];
  });
}
