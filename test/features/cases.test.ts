import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from '../../cli/cases/read.ts';
import { replayCase } from '../../cli/cases/replay.ts';
import { pullArtefacts } from '../../platform/artefacts/index.ts';
import { featureFolders, openReader, ownFeatures } from '../../platform/environment/index.ts';
import { opening } from '../../scripts/services/opened.ts';
import { noXslt, officialCadenas } from '../actions/lib/text-signature/xslt.ts';
import { mirrorOf } from '../mirror.ts';
import { noOpenssl, opensslVerifies } from '../platform/vault/openssl.ts';
import { everythingSaid, noPreflight, notAllowed } from '../preflight.ts';
import { artefact, hasArtefacts } from '../shared.ts';
import { noPdfReaders, readByOthers } from './hybrids.ts';

const european = hasArtefacts ? mirrorOf('eu') : '';
afterAll(() => {
  if (hasArtefacts) rmSync(european, { recursive: true, force: true });
});
const artefacts = mkdtempSync(join(tmpdir(), 'timbre-artefacts-'));
afterAll(() => rmSync(artefacts, { recursive: true, force: true }));

/** Sealed documents of the cases that were sealed, by the case's name. */
const sealed = new Map<string, Uint8Array>();
/** PDFs with an invoice in them, with the XML, by the case's folder. */
const hybrids = new Map<string, { readonly pdf: Uint8Array; readonly xml: Uint8Array | undefined }>();

describe.each(featureFolders(ownFeatures))('%s', async (folder) => {
  const feature = await opening(folder);
  beforeAll(async () => {
    if (!hasArtefacts) return;
    const pins = Object.values(feature.artefacts);
    // SAT's files stand by host; what was taken from public repositories stands in sets.
    const shared = pins.some(({ files }) => files.some(({ address }) => address.includes('githubusercontent')));
    const from = shared ? european : artefact(`${feature.id.split('/')[0]}/schemas`);
    const { problems } = await pullArtefacts(pins, { cache: artefacts, from });
    expect(problems).toEqual([]);
  });

  it('says which documents it is for before it is compiled', async () => {
    const { id, pipelines } = await openReader(folder);
    const compiled = Object.entries(feature.pipelines).map(([name, { recognises }]) => [name, { recognises }]);
    expect({ id, pipelines }).toEqual({ id: feature.id, pipelines: Object.fromEntries(compiled) });
  });

  it.each(readCases(folder).map((one) => [one.name, one] as const))('%s', async (name, one) => {
    const result = await replayCase(feature, folder, one, {
      artefacts,
      inspect({ document }) {
        const bytes = document('sealed');
        if (bytes) sealed.set(name, bytes);
        const pdf = document('hybrid');
        if (pdf) hybrids.set(`${feature.id} ${name}`, { pdf, xml: document('document') });
      },
    });
    expect(result.differences).toEqual([]);
    if (hasArtefacts) expect(result.skipped).toBeUndefined();
  });
});

const levels: Readonly<Record<string, string>> = {
  minimum: 'MINIMUM',
  'basic-wl': 'BASIC WL',
  basic: 'BASIC',
  extended: 'EXTENDED',
  'extended-rounded': 'EXTENDED',
  xrechnung: 'XRECHNUNG',
};

describe.skipIf(noPdfReaders ?? !hasArtefacts)('every PDF with an invoice in it, by poppler and qpdf', () => {
  it('holds the XML, and says what it is', () => {
    for (const [name, { pdf, xml }] of hybrids) {
      const [feature = '', which = ''] = name.split(' ');
      const found = readByOthers(pdf);
      expect(found.names, name).toEqual([which === 'xrechnung' ? 'xrechnung.xml' : 'factur-x.xml']);
      expect(Buffer.compare(found.content, xml ?? Buffer.alloc(0)), name).toBe(0);
      expect(found.part, name).toBe('3');
      expect(found.associated, name).toBe(true);
      expect(found.subtype, name).toBe('application#2fxml');
      // Credit notes stand for a profile that has a case of its own.
      if (which !== 'credit-note') expect(found.level, name).toBe(levels[which] ?? 'EN 16931');
      const source = feature === 'fr/factur-x' && which === 'credit-note' ? 'Source' : 'Alternative';
      expect(found.relationship, name).toBe(['minimum', 'basic-wl'].includes(which) ? 'Data' : source);
    }
    expect(hybrids.size).toBeGreaterThanOrEqual(12);
  });
});

describe.skipIf(noPreflight ?? !hasArtefacts)('every PDF with an invoice in it, by preflight', () => {
  it('is PDF/A-3', () => {
    const said = everythingSaid(new Map([...hybrids].map(([name, { pdf }]) => [name, pdf])));
    expect(said.size).toBeGreaterThanOrEqual(12);
    expect([...said].filter(([, lines]) => notAllowed(lines).length > 0)).toEqual([]);
  });
});

const noXmllint = spawnSync('xmllint', ['--version']).error ? 'xmllint is not installed' : undefined;
const why = noXslt ?? noOpenssl ?? noXmllint;

describe.skipIf(why)(`every CFDI that the cases sealed, by other programs${why ? ` (skipped: ${why})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-sealed-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has a Sello that openssl verifies over the cadena of the official XSLT', () => {
    const cadenas = officialCadenas([...sealed.values()]);
    expect(sealed.size).toBeGreaterThanOrEqual(10);
    const wrong = [...sealed].filter(([, bytes], index) => !isSealed(bytes, cadenas[index] ?? ''));
    expect(wrong.map(([name]) => name)).toEqual([]);
    console.log(`openssl: ${sealed.size} Sellos verified over the official cadena`);
  });

  it('is valid against the official XSD by xmllint', () => {
    const files = [...sealed].map(([name, bytes]) => {
      const path = join(folder, `${name}.xml`);
      writeFileSync(path, bytes);
      return path;
    });
    const schema = join(folder, 'all.xsd');
    writeFileSync(schema, withComplements());
    const { status, stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', schema, ...files], {
      encoding: 'utf8',
    });
    expect(stderr.split('\n').filter((line) => line !== '' && !line.endsWith(' validates'))).toEqual([]);
    expect(status).toBe(0);
  });
});

/** SAT's schema of the CFDI, and those of its complements, in one: what stands in a complement must be known. */
function withComplements(): string {
  const cfd = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd');
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
    <xs:import namespace="http://www.sat.gob.mx/cfd/4" schemaLocation="${cfd}/4/cfdv40.xsd"/>
    <xs:import namespace="http://www.sat.gob.mx/Pagos20" schemaLocation="${cfd}/Pagos/Pagos20.xsd"/>
  </xs:schema>`;
}

/** Whether the Sello of a CFDI is one over this cadena, by the certificate in it. */
function isSealed(bytes: Uint8Array, cadena: string): boolean {
  const text = Buffer.from(bytes).toString('utf8');
  const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1] ?? '';
  const certificate = new X509Certificate(Buffer.from(attribute('Certificado'), 'base64'));
  return opensslVerifies(certificate, attribute('Sello'), cadena);
}
