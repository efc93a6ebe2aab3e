import { spawnSync } from 'node:child_process';
import { verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pac, startPac } from '../../../sandbox/index.ts';
import { TFD_NAMESPACE } from '../../../sandbox/mx/cadena-original.ts';
import { cadenaTfd } from '../../../sandbox/mx/timbre-fiscal-digital.ts';
import { childrenOf, readXml } from '../../../sandbox/read-xml.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { sealedInvoice } from './invoice.ts';
import { call } from './post.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const schemas = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/TimbreFiscalDigital');
const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
let pac: Pac;

beforeAll(async () => {
  pac = await startPac();
});
afterAll(async () => {
  await pac.close();
  rmSync(folder, { recursive: true });
});

function run(program: string, args: string[]): string {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout;
}

function keep(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const timbreIn = (document: string): string => /<tfd:TimbreFiscalDigital[^>]*\/>/.exec(document)?.[0] ?? '';

const places: [string, string][] = [
  ['no Complemento', ''],
  ['an empty Complemento', '<cfdi:Complemento/>'],
  ['an open Complemento', '<cfdi:Complemento> </cfdi:Complemento>'],
  ['an Addenda', '<cfdi:Addenda><x a=">"/></cfdi:Addenda>'],
  ['both', '<cfdi:Complemento></cfdi:Complemento><cfdi:Addenda><x></x></cfdi:Addenda>'],
];

const cadenaOf = (at: (name: string) => string): string =>
  cadenaTfd({
    uuid: at('UUID'),
    fechaTimbrado: at('FechaTimbrado'),
    rfcProvCertif: at('RfcProvCertif'),
    selloCfd: at('SelloCFD'),
    noCertificadoSat: at('NoCertificadoSAT'),
  });

describe('a stamp', () => {
  test.each(places)('goes into a document with %s, whose other bytes stay', async (_name, tail) => {
    const invoice = sealedInvoice({ tail });
    const { uuid, document, codEstatus, code } = await call(pac, 'stamp', invoice);
    expect(code).toBeUndefined();
    expect(codEstatus).toBe('Comprobante timbrado satisfactoriamente');
    const comprobante = readXml(document);
    const timbres = childrenOf(comprobante, 'Complemento').flatMap((holder) => holder.children);
    expect(timbres.map((timbre) => [timbre.namespace, timbre.attributes.get('UUID')])).toEqual([[TFD_NAMESPACE, uuid]]);
    const bare = (text: string): string => text.replace(/<\/?cfdi:Complemento\s*\/?>/g, '');
    expect(bare(document.replace(timbreIn(document), ''))).toBe(bare(invoice));
  });

  test('keeps carriage returns through the answer', async () => {
    const invoice = sealedInvoice().replaceAll('\n', '\r\n');
    const { document } = await call(pac, 'stamp', invoice);
    expect(document.replace(/<cfdi:Complemento>.*<\/cfdi:Complemento>/, '')).toBe(invoice);
  });

  test('is in the ledger, with the hash of the posted bytes', async () => {
    const { uuid } = await call(pac, 'stamp', sealedInvoice({ folio: 'ledger' }));
    const entry = pac.ledger.at(-1);
    expect(entry).toMatchObject({ uuid, answered: true });
    expect(entry?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test("says what its own cadena seals, in Mexico's central time", async () => {
    const { document } = await call(pac, 'stamp', sealedInvoice({ folio: 'seal' }));
    const { attributes } = readXml(timbreIn(document));
    const at = (name: string): string => attributes.get(name) ?? '';
    expect(Math.abs(Date.parse(`${at('FechaTimbrado')}-06:00`) - Date.now())).toBeLessThan(5000);
    const cadena = cadenaOf(at);
    const { publicKey } = new X509Certificate(pac.stampingCertificate.pem);
    expect(verify('sha256', Buffer.from(cadena), publicKey, Buffer.from(at('SelloSAT'), 'base64'))).toBe(true);
  });
});

describe.skipIf(!hasArtefacts)("SAT's own timbre (skipped without the artefacts)", () => {
  test('verifies over the same cadena', () => {
    const document = readFileSync(artefact('mx/samples/cfdiutils/cfdi40-valid.xml'), 'utf8');
    const { attributes } = readXml(timbreIn(document));
    const at = (name: string): string => attributes.get(name) ?? '';
    const cadena = cadenaOf(at);
    const { publicKey } = new X509Certificate(readFileSync(artefact(`mx/certs/${at('NoCertificadoSAT')}.cer`)));
    expect(verify('sha256', Buffer.from(cadena), publicKey, Buffer.from(at('SelloSAT'), 'base64'))).toBe(true);
  });
});

describe.skipIf(!hasArtefacts || !has('xsltproc') || !has('xmllint') || !has('openssl'))(
  'by other programs (skipped without the artefacts, xsltproc, xmllint or openssl)',
  () => {
    test("SelloSAT verifies with openssl over SAT's own cadena, and the timbre is valid", async () => {
      const { document } = await call(pac, 'stamp', sealedInvoice({ folio: 'programs' }));
      const timbre = keep('tfd.xml', timbreIn(document));
      const cadena = run('xsltproc', ['--nonet', join(schemas, 'cadenaoriginal_TFD_1_1.xslt'), timbre]);
      const sealed = keep('sello', Buffer.from(/SelloSAT="([^"]*)"/.exec(document)?.[1] ?? '', 'base64'));
      const certificate = keep('sat.pem', pac.stampingCertificate.pem);
      const key = keep('sat.pub', run('openssl', ['x509', '-in', certificate, '-noout', '-pubkey']));
      const args = ['dgst', '-sha256', '-verify', key, '-signature', sealed, keep('cadena', cadena)];
      expect(run('openssl', args)).toContain('Verified OK');
      run('xmllint', ['--nonet', '--noout', '--schema', join(schemas, 'TimbreFiscalDigitalv11.xsd'), timbre]);
    });

    test('the stamped document is valid against cfdv40.xsd, timbre included', async () => {
      const { document } = await call(pac, 'stamp', sealedInvoice({ folio: 'xsd' }));
      const both = keep(
        'both.xsd',
        `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:import namespace="http://www.sat.gob.mx/cfd/4" schemaLocation="${join(schemas, '../4/cfdv40.xsd')}"/>
          <xs:import namespace="${TFD_NAMESPACE}" schemaLocation="${join(schemas, 'TimbreFiscalDigitalv11.xsd')}"/>
        </xs:schema>`,
      );
      const imports = keep('catalog.xml', catalog());
      const done = spawnSync('xmllint', ['--nonet', '--noout', '--schema', both, keep('cfdi.xml', document)], {
        encoding: 'utf8',
        env: { ...process.env, XML_CATALOG_FILES: imports },
      });
      expect(done.stderr).toContain('validates');
    });
  },
);

/** cfdv40.xsd imports by SAT's addresses; they are found in the artefacts. */
const catalog = (): string =>
  `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
    <rewriteSystem systemIdStartString="http://www.sat.gob.mx/" rewritePrefix="file://${artefact('mx/schemas/www.sat.gob.mx/')}"/>
    <rewriteURI uriStartString="http://www.sat.gob.mx/" rewritePrefix="file://${artefact('mx/schemas/www.sat.gob.mx/')}"/>
  </catalog>`;
