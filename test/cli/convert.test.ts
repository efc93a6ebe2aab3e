import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { missingFrom } from '../../cli/convert/facts.ts';
import { sourceOf } from '../../cli/convert/source.ts';
import { openForDay } from '../../cli/features.ts';
import { findFeature } from '../../platform/environment/index.ts';
import { codeOf } from '../actions/compile.ts';
import { inProcess } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-convert-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

const invoice = JSON.parse(readFileSync('features/de/xrechnung/cases/invoice/input.json', 'utf8'));
const file = (name: string, content: unknown) => {
  writeFileSync(at(name), content instanceof Uint8Array ? content : JSON.stringify(content));
  return at(name);
};

async function convert(input: string, to: string, out: string) {
  const { code, stdout } = await inProcess(['convert', input, '--to', to, '--out', at(out), '--json']);
  return { code, ...(stdout === '' ? {} : JSON.parse(stdout)) };
}

const input = file('invoice.json', invoice);

describe('timbre convert', () => {
  it('writes business data, reads it as another format out of a PDF, and loses nothing', async () => {
    expect(await convert(input, 'eu/en16931', 'en.xml')).toEqual({
      code: 0,
      to: 'eu/en16931/issue',
      written: true,
      path: at('en.xml'),
      lost: [],
      problems: expect.anything(),
    });
    expect(readFileSync(at('en.xml'), 'utf8')).toContain('>urn:cen.eu:en16931:2017<');
    const pdf = await PDFDocument.create({ updateMetadata: false });
    pdf.addPage();
    await pdf.attach(readFileSync(at('en.xml')), 'invoice.xml');
    const hybrid = file('hybrid.pdf', await pdf.save());
    const told = { code: 0, from: 'eu/en16931/receive', to: 'de/xrechnung/issue', written: true, lost: [] };
    expect(await convert(hybrid, 'de/xrechnung', 'xr.xml')).toMatchObject(told);
    expect(readFileSync(at('xr.xml'), 'utf8')).toContain('xrechnung_3.0<');
  });

  it('compiles none but who reads it: what is wrong in others is not found', async () => {
    const broken = join(folder, 'own/xx/broken');
    mkdirSync(broken, { recursive: true });
    writeFileSync(
      join(broken, 'feature.yaml'),
      `feature: xx/broken
title: Broken
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
pipelines:
  receive:
    applies: { documentType: received }
    recognises: { element: Note, namespace: urn:note }
    input: none.schema.json
    steps:
      - id: first
        uses: nothing
`,
    );
    const environment = join(folder, 'own.yaml');
    writeFileSync(environment, 'name: local\nfeatures: [own]\nstore: { folder: store }\nvault: { folder: vault }\n');
    const here = ['--out', at('own.xml'), '--json', '-e', environment];
    const { code, stdout } = await inProcess(['convert', at('en.xml'), '--to', 'eu/en16931', ...here]);
    expect([code, JSON.parse(stdout).from]).toEqual([0, 'eu/en16931/receive']);
    writeFileSync(at('note.xml'), '<Note xmlns="urn:note"/>');
    const refused = await inProcess(['convert', at('note.xml'), '--to', 'eu/en16931', ...here]);
    expect([refused.code, JSON.parse(refused.stdout).problems[0].code]).toEqual([2, 'FILE_MISSING']);
  });

  it('says where the other format does not take the invoice, and writes nothing', async () => {
    const nobody = file('nobody.json', { ...invoice, seller: { ...invoice.seller, contact: undefined } });
    const { code, written, problems } = await convert(nobody, 'de/xrechnung', 'none.xml');
    expect([code, written, problems[0].code]).toEqual([1, false, 'RULE_FAILED']);
    // Of a rule, where it is written, as seen from here.
    expect(readFileSync(problems[0].file, 'utf8').split('\n')[problems[0].line - 1]).toMatch(/^ *- id: BR-DE-/);
    expect(existsSync(at('none.xml'))).toBe(false);
  });

  it('writes by the release of the day', async () => {
    const { folder } = findFeature('eu/peppol-bis-3');
    const releaseOf = async (issueDate: string) => (await openForDay(folder, { issueDate })).feature.version;
    expect(await Promise.all(['2026-08-17', '2026-08-16', '1999-01-01'].map(releaseOf))).toEqual([
      '2026.5.0',
      '2025.5.0',
      '2026.5.0',
    ]);
  });

  it.each([
    ['what no feature reads', Buffer.from('<note/>'), 'INBOUND_UNRECOGNISED'],
    ['what is no document', Buffer.from('hello'), 'INBOUND_UNRECOGNISED'],
    ['nothing', Buffer.alloc(0), 'INBOUND_UNRECOGNISED'],
    ['a torn PDF', Buffer.from('%PDF-1.7'), 'PDF_UNREADABLE'],
  ])('refuses %s', async (_, content, code) => {
    expect(await codeOf(() => sourceOf(content, 'in.xml', []))).toBe(code);
  });
});

describe('what a conversion loses', () => {
  const first = {
    number: 'F-1',
    totals: { payableAmount: '10.00' },
    lines: [{ id: '1', item: { name: 'A', sellerId: 'S' } }],
  };

  it('is told with its place and its business term', () => {
    const second = { number: 'F-1', totals: { payableAmount: '10' }, lines: [{ id: '1', item: { name: 'B' } }] };
    expect(missingFrom(first, second)).toEqual([
      { path: 'lines[0].item.name', term: 'BT-153', value: 'A' },
      { path: 'lines[0].item.sellerId', term: 'BT-155', value: 'S' },
    ]);
  });

  it('is nothing where the other says more', () => {
    expect(missingFrom(first, { ...first, currency: 'EUR' })).toEqual([]);
  });
});
