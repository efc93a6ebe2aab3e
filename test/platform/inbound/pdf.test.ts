import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { xml } from './files.ts';
import { noteFeature, openWorld } from './world.ts';

/** A PDF with files attached to it. */
async function pdfWith(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.addPage();
  for (const [name, bytes] of Object.entries(files)) await pdf.attach(bytes, name, { mimeType: 'application/xml' });
  return pdf.save();
}

const take = async (bytes: Uint8Array, feature = noteFeature()) => {
  const { inbound, engine, channel } = openWorld(undefined, undefined, feature);
  const { result } = await inbound.take(channel, { name: 'note.pdf', mediaType: 'application/pdf', bytes });
  const [made] = result?.runs ?? [];
  return { result, report: made && (await engine.advance(made.run)) };
};

describe('a PDF that comes in', () => {
  it('is known by what is attached to it, and kept beside it', async () => {
    const bytes = await pdfWith({ 'other.xml': Buffer.from('<other/>'), 'note.xml': xml('7') });
    const { report } = await take(bytes);
    expect(report).toMatchObject({ state: 'completed', values: { number: '7' } });
    expect(report?.documents.map(({ step, name }) => `${step}.${name}`)).toContain('input.attachment.1');
  });

  it('goes whole to a pipeline that takes it, and its XML does not go beside it', async () => {
    const { report } = await take(await pdfWith({ 'note.xml': xml('8') }), noteFeature({ takesPdf: true }));
    expect(report).toMatchObject({ state: 'completed', values: { number: '8' } });
    expect(report?.documents.map(({ step, name }) => `${step}.${name}`)).toContain('input.attachment.1');
  });

  it.each<[string, () => Promise<Uint8Array>, string]>([
    ['nothing is attached', () => pdfWith({}), 'INBOUND_UNRECOGNISED'],
    ['something else is attached', () => pdfWith({ 'a.xml': Buffer.from('<a/>') }), 'INBOUND_UNRECOGNISED'],
    ['it is broken', async () => Buffer.from('%PDF-1.7\nnothing'), 'PDF_UNREADABLE'],
    ['more is in it than is taken', () => pdfWith({ 'note.xml': Buffer.alloc(200_000) }), 'DECODE_TOO_LARGE'],
  ])('is told of where %s', async (_, make, code) => {
    const { result } = await take(await make());
    expect(result?.problems.map((each) => each.code)).toEqual([code]);
  });
});
