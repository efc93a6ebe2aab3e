import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { transformAction } from '../../actions/transform/index.ts';
import { readCases } from '../../cli/cases/read.ts';
import { artefact, hasArtefacts } from '../shared.ts';
import { folder, loadAlone } from './mx/alone.ts';
import { readComprobante } from './mx/read-comprobante.ts';
import { readXmlNode, type XmlNode } from './mx/xml-node.ts';

const mapping = await loadAlone('uses: transform, with: { mapping: mappings/comprobante.yaml }', transformAction);

async function write(invoice: unknown): Promise<string> {
  const { output, problems } = await mapping.run(invoice);
  expect(problems).toEqual([]);
  return Buffer.from(output?.documents?.document?.bytes ?? []).toString('utf8');
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
// A case may borrow its input from another.
const cases = readCases(folder).filter(({ pipeline, input }) => pipeline === 'issue' && input === undefined);
const inputs = cases.map(({ name }): [string, unknown] => [name, readJson(join(folder, 'cases', name, 'input.json'))]);

describe('the cases of mx/cfdi', () => {
  it.each(inputs)('%s: the input holds the schema', (_, invoice) => {
    expect(mapping.check(invoice)).toEqual([]);
  });

  const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
  describe.skipIf(!hasArtefacts || !hasXmllint)('against cfdv40.xsd (needs ../shared and xmllint)', () => {
    it('are valid, but for the two that a rule or a catalogue refuses before', async () => {
      const directory = mkdtempSync(join(tmpdir(), 'timbre-mx-'));
      try {
        for (const [name, invoice] of inputs) {
          const xml = await write(invoice);
          // What the step that signs puts in
          const sealed = xml.replace(
            '<cfdi:Comprobante ',
            '$&Sello="x" Certificado="x" NoCertificado="30001000000500003416" ',
          );
          writeFileSync(join(directory, `${name}.xml`), sealed);
        }
        expect(invalid(directory)).toEqual(['malformed-rfc.xml', 'wrong-catalogue-code.xml']);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  });
});

/** The files in a folder that are not valid, by xmllint. */
function invalid(directory: string): string[] {
  const files = readdirSync(directory).map((name) => join(directory, name));
  const schema = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd');
  const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, ...files], { encoding: 'utf8' });
  return [...stderr.matchAll(/([^/\n]+) fails to validate/g)].map(([, name = '']) => name).sort();
}

/** CFDI 4.0 of types I and E that others made, where SubTotal is what SAT wants it to be: the sum of the lines. */
function samples(): string[] {
  const root = artefact('mx/samples');
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.xml'))
    .filter((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      return (
        /<cfdi:Comprobante[^>]*\sVersion="4\.0"/.test(text) && /TipoDeComprobante="[IE]"/.test(text) && addsUp(text)
      );
    })
    .sort();
}

function addsUp(text: string): boolean {
  const comprobante = readXmlNode(text);
  const lines = comprobante.child('Conceptos')?.children('Concepto') ?? [];
  const sum = lines.reduce((total, { attributes }) => total.plus(attributes.Importe ?? 0), new Big(0));
  return sum.round(2).eq(comprobante.attributes.SubTotal ?? 0);
}

describe.skipIf(!hasArtefacts)('CFDI 4.0 of others (need ../shared)', () => {
  it.each(samples())('%s: its facts as business data are written as the same Comprobante', async (path) => {
    const theirs = readXmlNode(readFileSync(artefact(`mx/samples/${path}`), 'utf8'));
    const invoice = JSON.parse(JSON.stringify(readComprobante(theirs)));
    // A CFDI may have no Folio; in the model every document has a number.
    const named = theirs.attributes.Folio === undefined ? { Folio: '1' } : {};
    expect(facts(readXmlNode(await write(invoice)))).toEqual({ ...(facts(theirs) as object), ...named });
  });
});

const signed = new Set(['Sello', 'Certificado', 'NoCertificado', 'schemaLocation']);
const outside = new Set(['Complemento', 'Addenda', 'ComplementoConcepto']);

/** The document as nested facts: numbers by value, white space as XML Schema collapses it. */
function facts({ name, attributes, all }: XmlNode): unknown {
  const said = Object.entries(attributes)
    .filter(([attribute]) => !signed.has(attribute) && !attribute.startsWith('xmlns') && !namespaces.has(attribute))
    .map(([attribute, value]) => [attribute, fact(value)]);
  return { name, ...Object.fromEntries(said), children: all.filter((each) => !outside.has(each.name)).map(facts) };
}

const namespaces = new Set(['cfdi', 'xsi', 'tfd']);

const fact = (value: string): string =>
  /^\d+\.\d+$/.test(value) ? new Big(value).toFixed() : value.replace(/\s+/g, ' ').trim();
