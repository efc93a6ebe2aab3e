import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from '../../cli/cases/read.ts';
import { replayCase } from '../../cli/cases/replay.ts';
import { openFeature } from '../../platform/environment/index.ts';
import { stampingCertificate } from '../../sandbox/mx/authority.ts';
import { noXslt, officialCadenas } from '../actions/lib/text-signature/xslt.ts';
import { root } from '../engine/overlay/fixtures.ts';
import { noOpenssl, opensslVerifies } from '../platform/vault/openssl.ts';
import { artefact } from '../shared.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-addenda-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const cfd = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd');

describe('a CFDI with an addenda', () => {
  let stamped = '';
  let delivered = '';

  beforeAll(async () => {
    const overlay = `${root}addenda`;
    const [one] = readCases(overlay);
    if (!one) throw new Error('the overlay has no case');
    const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');
    const { differences } = await replayCase(await openFeature(overlay), overlay, one, {
      artefacts: folder,
      inspect({ document }) {
        stamped = text(document('stamped/sent'));
        delivered = text(document('delivered'));
      },
    });
    expect(differences).toEqual([]);
  }, 60_000);

  it('is the stamped one, byte for byte, but for the addenda at its end', () => {
    const [addenda = ''] = /<cfdi:Addenda.*<\/cfdi:Addenda>/s.exec(delivered) ?? [];
    expect(addenda).toContain('<t:order>OC-4711 &amp; 4712</t:order>');
    expect(stamped).toContain('<tfd:TimbreFiscalDigital ');
    expect(delivered.replace(addenda, '')).toBe(stamped);
    expect(delivered.endsWith(`</cfdi:Complemento>${addenda}</cfdi:Comprobante>`)).toBe(true);
  });

  const why = noXslt ?? noOpenssl;
  it.skipIf(why)('has a Sello and a SelloSAT that openssl verifies over the cadenas of the official XSLTs', () => {
    const certificate = new X509Certificate(Buffer.from(attribute(delivered, 'Certificado'), 'base64'));
    const [cadena = ''] = officialCadenas([Buffer.from(delivered)]);
    expect(opensslVerifies(certificate, attribute(delivered, 'Sello'), cadena)).toBe(true);

    const [timbre = ''] = /<tfd:TimbreFiscalDigital [^>]*\/>/.exec(delivered) ?? [];
    const path = join(folder, 'timbre.xml');
    writeFileSync(path, timbre);
    const xslt = `${cfd}/TimbreFiscalDigital/cadenaoriginal_TFD_1_1.xslt`;
    const drawn = spawnSync('xsltproc', ['--nonet', xslt, path], { encoding: 'utf8' }).stdout;
    const sat = new X509Certificate(stampingCertificate().certificatePem);
    expect(opensslVerifies(sat, attribute(timbre, 'SelloSAT'), drawn)).toBe(true);
    expect(opensslVerifies(sat, attribute(timbre, 'SelloSAT'), drawn.replace('|1.1|', '|1.2|'))).toBe(false);
  });

  const noXmllint = spawnSync('xmllint', ['--version']).error !== undefined;
  it.skipIf(noXmllint || noXslt !== undefined)(
    'is valid by xmllint, with the schema of the addenda beside those of SAT',
    () => {
      const [schema, addenda, document] = ['all.xsd', 'addenda.xsd', 'delivered.xml'].map((name) => join(folder, name));
      writeFileSync(`${addenda}`, addendaSchema);
      writeFileSync(`${schema}`, imports);
      writeFileSync(`${document}`, delivered);
      const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', `${schema}`, `${document}`], {
        encoding: 'utf8',
      });
      expect([status, stderr.trim()]).toEqual([0, `${document} validates`]);
    },
  );
});

const attribute = (text: string, name: string): string => new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1] ?? '';

const imports = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:import namespace="http://www.sat.gob.mx/cfd/4" schemaLocation="${cfd}/4/cfdv40.xsd"/>
  <xs:import namespace="http://www.sat.gob.mx/TimbreFiscalDigital" schemaLocation="${cfd}/TimbreFiscalDigital/TimbreFiscalDigitalv11.xsd"/>
  <xs:import namespace="https://tiendas.example/addenda" schemaLocation="addenda.xsd"/>
</xs:schema>`;

const addendaSchema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="https://tiendas.example/addenda">
  <xs:element name="requestForPayment"/>
</xs:schema>`;
