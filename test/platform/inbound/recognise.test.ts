import { describe, expect, it } from 'vitest';
import type { Feature, Recognised } from '../../../engine/index.ts';
import { recognise, selectReader } from '../../../platform/inbound/recognise.ts';
import { noteFeature } from './world.ts';

const base = noteFeature();

function feature(id: string, ...recognises: Recognised[]): Feature {
  const { receive } = base.pipelines;
  if (receive === undefined) throw new Error('the feature of notes receives');
  const silent = { ...receive, name: 'issue', recognises: [] };
  return { ...base, id, pipelines: { receive: { ...receive, recognises }, issue: silent } };
}

const note = { element: 'Note', namespace: 'urn:note', where: {}, attached: false };
const features = [
  feature('any', note, { ...note, element: 'Memo' }),
  feature('a', { ...note, where: { kind: ['a', 'A', 'd'] } }),
  feature('pdf', { ...note, attached: true, where: { kind: ['c', 'd'] } }),
  feature('deep', { ...note, where: { kind: ['b'], 'head/form': ['long'] } }),
];

const found = (xml: string, attached = false) =>
  recognise(features, Buffer.from(xml), attached)?.features.map(({ id, pipelines }) => [id, ...Object.keys(pipelines)]);

const of = (content: string, root = 'Note') => `<n:${root} xmlns:n="urn:note">${content}</n:${root}>`;

describe('a document that came in', () => {
  it.each<[string, string, string[][] | undefined]>([
    ['its root', of(''), [['any', 'receive']]],
    ['one of several roots', of('', 'Memo'), [['any', 'receive']]],
    ['a text in it, which goes before the root', of('<kind> A </kind>'), [['a', 'receive']]],
    ['several texts', of('<n:kind>b</n:kind><head><form>long</form></head>'), [['deep', 'receive']]],
    ['its root where not all texts are there', of('<kind>b</kind>'), [['any', 'receive']]],
    ['nothing of it', '<Note xmlns="urn:other"/>', []],
    ['nothing, for it is no XML', 'hello', undefined],
  ])('is known by %s', (_, xml, expected) => {
    expect(found(xml)).toEqual(expected);
  });
});

describe('the pipeline that is selected for a document', () => {
  it('is one of the whole feature, whose other pipelines others ask for by its digest', () => {
    const bytes = Buffer.from(of('', 'Memo'));
    const invoice = { type: 'received', issueDate: '2026-03-01' };
    const found = recognise(features, bytes);
    const { selected } = found ? selectReader(found, {}, invoice) : {};
    expect(selected?.feature).toBe(features[0]);
    expect(selected?.pipeline.name).toBe('receive');
  });
});

describe('a document for whom reads PDFs', () => {
  it('is theirs where it is attached to one, and alone it is not', () => {
    expect(found(of('<kind>c</kind>'), true)).toEqual([['pdf', 'receive']]);
    expect(found(of('<kind>c</kind>'))).toEqual([['any', 'receive']]);
  });

  it('is theirs before it is of who knows it by the same text', () => {
    expect(found(of('<kind>d</kind>'), true)).toEqual([['pdf', 'receive']]);
    expect(found(of('<kind>d</kind>'))).toEqual([['a', 'receive']]);
  });
});

describe('a document in another encoding', () => {
  const content = '<n:Note xmlns:n="urn:note"><kind>b</kind><head><form>läng</form></head></n:Note>';
  const bom = (...bytes: number[]) => Buffer.from(bytes);
  const written = (encoding: string, as: BufferEncoding = 'utf8') =>
    Buffer.from(`<?xml version="1.0" encoding="${encoding}"?>${content}`, as);
  const wide = written('UTF-16', 'utf16le');

  it.each<[string, Buffer]>([
    ['UTF-8', written('utf-8')],
    ['UTF-8 with its mark', Buffer.concat([bom(0xef, 0xbb, 0xbf), written('UTF-8')])],
    ['UTF-8 with its mark, and another declared', Buffer.concat([bom(0xef, 0xbb, 0xbf), written('ISO-8859-1')])],
    ['ISO-8859-1', written('ISO-8859-1', 'latin1')],
    ['windows-1252', written('windows-1252', 'latin1')],
    ['UTF-16, little end first', Buffer.concat([bom(0xff, 0xfe), wide])],
    ['UTF-16, big end first', Buffer.concat([bom(0xfe, 0xff), Buffer.from(wide).swap16()])],
    ['UTF-16 without a mark', wide],
  ])('is read: %s', (_, bytes) => {
    const found = recognise([feature('long', { ...note, where: { 'head/form': ['läng'] } })], bytes);
    expect(found?.features.map(({ id }) => id)).toEqual(['long']);
    expect(found?.text).toMatch(/^<\?xml version="1.0"( encoding="utf-8")?\?><n:Note.*läng/i);
  });

  it.each<[string, Buffer]>([
    ['UTF-16 that is UTF-8', written('UTF-16')],
    ['UTF-8 that is ISO-8859-1', written('UTF-8', 'latin1')],
    ['one that nobody knows', written('KLINGON')],
  ])('is refused: %s', (_, bytes) => {
    expect(() => recognise(features, bytes)).toThrow(expect.objectContaining({ code: 'XML_MALFORMED' }));
  });
});
