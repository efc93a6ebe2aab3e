import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCases } from '../../cli/cases/read.ts';
import { createDocument } from '../../engine/index.ts';
import { artefact, hasArtefacts } from '../shared.ts';
import { folder } from './mx/alone.ts';
import { cadena, issuerCertificate, pageOf, runStep, stamp } from './mx/page.ts';
import { readXmlNode, type XmlNode } from './mx/xml-node.ts';
import { textOf } from './page-text.ts';

const cases = readCases(folder)
  .filter(({ input }) => input === undefined)
  .filter(({ pipeline, expect }) => pipeline === 'issue' && expect.documents?.comprobante !== undefined)
  .map(({ name }) => name);
const both = cases.flatMap((name) => ['es', 'en'].map((language) => [name, language] as const));

const amount = (digits = ''): string => digits.replace(/\B(?=(\d{3})+(?!\d))/, ',');

describe.each(both)('the page of %s in %s', async (name, language) => {
  const page = await pageOf(name, language);
  const text = textOf(page);
  const comprobante = readXmlNode(readFileSync(join(folder, 'cases', name, 'expected', 'comprobante.xml'), 'utf8'));

  it('says what the authority asks of a printed representation', () => {
    const { attributes } = comprobante;
    const issuer = comprobante.child('Emisor')?.attributes;
    const receiver = comprobante.child('Receptor')?.attributes;
    const decode = (xml: string) =>
      xml
        .replace(/&quot;/g, '"')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&');
    for (const fact of [
      ...[issuer?.Rfc, issuer?.Nombre, issuer?.RegimenFiscal, attributes.LugarExpedicion],
      ...[receiver?.Rfc, receiver?.Nombre, receiver?.RegimenFiscalReceptor, receiver?.UsoCFDI],
      ...[receiver?.DomicilioFiscalReceptor, attributes.MetodoPago, attributes.FormaPago, attributes.Moneda],
      ...[attributes.Exportacion, attributes.TipoDeComprobante, attributes.CondicionesDePago ?? ''],
      ...[stamp.uuid, stamp.pac, stamp.issuerSeal, stamp.satSeal, stamp.satCertificateNumber, issuerCertificate],
      ...[cadena, `${attributes.Moneda} ${amount(attributes.Total)}`, amount(attributes.SubTotal)],
      language === 'es'
        ? 'Este documento es una representación impresa de un CFDI.'
        : 'This document is a printed representation of a CFDI.',
    ]) {
      expect(fact).toBeDefined();
      expect(text).toContain(decode(fact ?? '').replace(/\s+/g, ' '));
    }
    expect(page).toMatch(/<img src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+" alt="[^"]{10,}"/);
  });

  it('says every line and tax', () => {
    const lines = comprobante.child('Conceptos')?.children('Concepto') ?? [];
    expect(lines.length).toBeGreaterThan(0);
    expect(rowsOf(page, 'items')).toHaveLength(lines.length);
    for (const { attributes } of lines) {
      for (const fact of [attributes.ClaveProdServ, attributes.ClaveUnidad, attributes.Cantidad]) {
        expect(text).toContain(fact);
      }
    }
    const taxes = comprobante.child('Impuestos')?.child('Traslados')?.children('Traslado') ?? [];
    for (const { attributes } of taxes) if (attributes.Importe) expect(text).toContain(amount(attributes.Importe));
  });

  it('is accessible: language, headings, landmarks, headers of tables, names of sections', () => {
    // HTML's void elements closed, it is a tree that an XML parser reads.
    const html = readXmlNode(page.replace('<!DOCTYPE html>', '').replace(/<(meta|img)([^>]*)>/g, '<$1$2/>'));
    const all = below(html);
    const named = (wanted: string) => all.filter((each) => each.name === wanted);
    expect(html.attributes.lang).toBe(language);
    expect(['title', 'header', 'main', 'footer', 'h1'].map((each) => named(each).length)).toEqual([1, 1, 1, 1, 1]);
    expect(named('th').filter(({ attributes }) => !['col', 'row'].includes(attributes.scope ?? ''))).toEqual([]);
    expect(named('table').length).toBeGreaterThan(0);
    expect(named('table').filter((each) => each.child('caption') === undefined)).toEqual([]);
    for (const table of named('table')) {
      const widths = below(table)
        .filter(({ name: each }) => each === 'tr')
        .map((row) => row.all.length);
      expect(new Set(widths).size).toBe(1);
    }
    const ids = all.flatMap(({ attributes }) => attributes.id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of all) {
      if (attributes['aria-labelledby']) expect(ids).toContain(attributes['aria-labelledby']);
    }
    expect(named('script')).toEqual([]);
  });
});

const rowsOf = (page: string, section: string): string[] => {
  const start = page.indexOf(`<section class="${section}">`);
  const body = page.slice(page.indexOf('<tbody>', start), page.indexOf('</tbody>', start));
  return body.match(/<tr>/g) ?? [];
};

const below = (node: XmlNode): XmlNode[] => [node, ...node.all.flatMap(below)];

describe('the colours', () => {
  const css = readFileSync(join(folder, 'representation', 'style.css'), 'utf8');
  const colour = (name: string) => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(css)?.[1] ?? '';

  // https://www.w3.org/TR/WCAG22/#contrast-minimum
  it.each(['ink', 'quiet', 'accent'])('%s is legible on white and on the tint', (name) => {
    expect(contrast(colour(name), '#ffffff')).toBeGreaterThan(4.5);
    expect(contrast(colour(name), colour('tint'))).toBeGreaterThan(4.5);
  });
});

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const sample = artefact('mx/samples/cfdiutils/cfdi40-valid.xml');
const xslt = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital/cadenaoriginal_TFD_1_1.xslt');
const hasXsltproc = spawnSync('xsltproc', ['--version']).status === 0;

describe.skipIf(!hasArtefacts || !hasXsltproc)("the stamp's cadena original (needs ../shared and xsltproc)", () => {
  it("is the one of SAT's own transformation", async () => {
    const cfdi = readFileSync(sample, 'utf8');
    const drawn = await runStep('cadena', {}, { document: createDocument('cfdi.xml', 'application/xml', cfdi) });
    const directory = mkdtempSync(join(tmpdir(), 'timbre-tfd-'));
    try {
      const path = join(directory, 'tfd.xml');
      writeFileSync(path, /<tfd:TimbreFiscalDigital[^>]*>/.exec(cfdi)?.[0].replace(/([^/])>$/, '$1/>') ?? '');
      const { stdout } = spawnSync('xsltproc', ['--nonet', xslt, path], { encoding: 'utf8' });
      expect(drawn).toMatch(/^\|\|1\.1\|.+\|\|$/);
      expect(drawn).toBe(stdout.replace(/^<\?xml.*\?>\s*/, '').trim());
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
