import { spawnSync } from 'node:child_process';
import { verify, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cadenaOriginal, UnknownComplement } from '../../../sandbox/mx/cadena-original.ts';
import { readXml } from '../../../sandbox/read-xml.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { sealedInvoice } from './invoice.ts';

const hasXsltproc = spawnSync('xsltproc', ['--version']).status === 0;
const xslt = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt');

interface Sample {
  readonly name: string;
  readonly path: string;
  readonly cadena: string | undefined;
  readonly xml: string;
}

function samples(): Sample[] {
  const root = artefact('mx/samples');
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name));
  return paths
    .filter((path) => path.endsWith('.xml'))
    .flatMap((path) => {
      const xml = readFileSync(path, 'utf8');
      const isCfdi = /<cfdi:Comprobante[^>]*\sxmlns:cfdi="http:\/\/www\.sat\.gob\.mx\/cfd\/4"/.test(xml);
      return isCfdi ? [{ name: relative(root, path), path, xml, cadena: drawn(xml) }] : [];
    });
}

/** The cadena, or undefined for a document with a complement that the sandbox does not know. */
function drawn(xml: string): string | undefined {
  try {
    return cadenaOriginal(readXml(xml));
  } catch (error) {
    if (error instanceof UnknownComplement) return undefined;
    throw error;
  }
}

const official = hasArtefacts ? samples() : [];
const drawable = official.filter(({ cadena }) => cadena !== undefined);
const sealed = drawable.filter(({ xml }) => /\sCertificado="[^"]{100}/.test(xml));

function officialCadena(path: string): string {
  const run = spawnSync('xsltproc', ['--nonet', xslt, path], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

describe.skipIf(!hasArtefacts)('the official samples (skipped without the artefacts)', () => {
  test('are there: with a certificate, and without an unknown complement', () => {
    expect(sealed.length).toBeGreaterThanOrEqual(2);
    expect(drawable.length).toBeGreaterThanOrEqual(14);
  });

  test.each(sealed)('the Sello of $name verifies over the cadena', ({ xml, cadena = '' }) => {
    const { attributes } = readXml(xml);
    const { publicKey } = new X509Certificate(Buffer.from(attributes.get('Certificado') ?? '', 'base64'));
    const sello = Buffer.from(attributes.get('Sello') ?? '', 'base64');
    expect(verify('sha256', Buffer.from(cadena), publicKey, sello)).toBe(true);
  });
});

describe.skipIf(!hasArtefacts || !hasXsltproc)(
  "xsltproc with SAT's stylesheet (skipped without it or the artefacts)",
  () => {
    test.each(drawable)('draws the same cadena from $name', ({ path, cadena }) => {
      expect(cadena).toBe(officialCadena(path));
    });

    test('draws the same cadena from every core node', () => {
      const run = spawnSync('xsltproc', ['--nonet', xslt, '-'], { encoding: 'utf8', input: everything });
      expect(run.stdout).toContain('|4.0|');
      expect(cadenaOriginal(readXml(everything))).toBe(run.stdout);
    });
  },
);

describe('the cadena', () => {
  test('knows no other complement', () => {
    const xml = sealedInvoice().replace(
      '</cfdi:Comprobante>',
      '<cfdi:Complemento><d:Divisas xmlns:d="http://www.sat.gob.mx/divisas"/></cfdi:Complemento></cfdi:Comprobante>',
    );
    expect(() => cadenaOriginal(readXml(xml))).toThrow(UnknownComplement);
  });

  test('collapses white space but keeps a no-break space', () => {
    const xml = sealedInvoice({
      before: (text) => text.replace('Descripcion="Otro"', 'Descripcion=" a\u00a0 &#9;&#10; b "'),
    });
    expect(cadenaOriginal(readXml(xml))).toContain('|a\u00a0 b|');
  });
});

const everything = `<c:Comprobante xmlns:c="http://www.sat.gob.mx/cfd/4" Version="4.0" Confirmacion="c" Serie="" Fecha="f" Total="1">
  <c:InformacionGlobal Periodicidad="01" Meses="02" Año="2024"/>
  <c:CfdiRelacionados TipoRelacion="01"><c:CfdiRelacionado UUID="u1"/><c:CfdiRelacionado UUID="u2"/></c:CfdiRelacionados>
  <c:CfdiRelacionados TipoRelacion="04"><c:CfdiRelacionado UUID="u3"/></c:CfdiRelacionados>
  <c:Emisor Rfc="r" Nombre="Ñandú &amp; Cía" RegimenFiscal="601" FacAtrAdquirente="9"/>
  <c:Receptor Rfc="r" NumRegIdTrib="n" ResidenciaFiscal="USA"/>
  <c:Conceptos><c:Concepto Importe="1">
    <c:Impuestos><c:Traslados><c:Traslado Base="1" TipoFactor="Exento"/></c:Traslados>
      <c:Retenciones><c:Retencion Base="2"/></c:Retenciones></c:Impuestos>
    <c:ACuentaTerceros RfcACuentaTerceros="t"/>
    <c:InformacionAduanera NumeroPedimento="15  48  3009  0001234"/><c:InformacionAduanera NumeroPedimento="p2"/>
    <c:CuentaPredial Numero="1"/><c:CuentaPredial Numero="2"/>
    <c:Parte Cantidad="1" Unidad="u"><c:InformacionAduanera NumeroPedimento="p3"/></c:Parte><c:Parte/>
  </c:Concepto></c:Conceptos>
  <c:Impuestos TotalImpuestosTrasladados="0" TotalImpuestosRetenidos="1">
    <c:Retenciones><c:Retencion Impuesto="001" Importe="1"/></c:Retenciones>
    <c:Traslados><c:Traslado Base="5" Impuesto="002" TipoFactor="Exento"/></c:Traslados></c:Impuestos>
</c:Comprobante>`;
