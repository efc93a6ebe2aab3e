import { describe, expect, it } from 'vitest';
import { TimbreError } from '../../../engine/index.ts';
import { unpack } from '../../../platform/inbound/unpack.ts';
import { mailOf, xml, zipOf } from './files.ts';

const limits = { bytes: 1_000_000, files: 100 };
const file = (name: string, bytes: Uint8Array, mediaType = 'application/octet-stream') => ({ name, mediaType, bytes });
const namesIn = async (name: string, bytes: Uint8Array, mediaType?: string) =>
  (await unpack(file(name, bytes, mediaType), limits)).map((each) => each.name);
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${at}.xml`, xml(`${at}`)]));
/** 64 MB that go through a ZIP as 64 kB. */
const bomb = () => zipOf({ 'zeros.xml': new Uint8Array(64_000_000) });

describe('unpack', () => {
  it('finds the files in a document, a ZIP, a mail, and a ZIP in a mail', async () => {
    expect(await namesIn('a.xml', xml('1'))).toEqual(['a.xml']);
    expect(await namesIn('a.zip', await zipOf({ 'a.xml': xml('1'), 'in/b.pdf': xml('2') }))).toEqual([
      'a.xml',
      'in/b.pdf',
    ]);
    expect(await namesIn('a.eml', mailOf({ 'a.xml': xml('1'), 'b.pdf': xml('2') }))).toEqual(['a.xml', 'b.pdf']);
    const within = mailOf({ 'a.zip': await zipOf({ 'in.xml': xml('1') }), 'b.xml': xml('2') });
    expect(await namesIn('mail', within, 'message/rfc822')).toEqual(['in.xml', 'b.xml']);
    const [only] = await unpack(file('a.eml', mailOf({ 'a.xml': xml('1') })), limits);
    expect(Buffer.from(only?.bytes ?? []).equals(xml('1'))).toBe(true);
  });

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string, string]>([
    ['a mail without attachments', () => mailOf({}), 'a.eml', 'INBOUND_EMPTY'],
    ['a mail with 300 attachments', () => mailOf(many(300)), 'a.eml', 'INBOUND_TOO_MUCH'],
    ['a mail with a bomb', async () => mailOf({ 'a.zip': await bomb() }), 'a.eml', 'INBOUND_TOO_MUCH'],
    [
      'a mail with ZIPs of many files',
      async () => mailOf({ 'a.zip': await zipOf(many(60)), 'b.zip': await zipOf(many(60)) }),
      'a.eml',
      'INBOUND_TOO_MUCH',
    ],
    ['a bomb', bomb, 'a.zip', 'INBOUND_TOO_MUCH'],
    ['a ZIP of many files', () => zipOf(many(101)), 'a.zip', 'INBOUND_TOO_MUCH'],
    ['an empty ZIP', async () => Buffer.concat([Buffer.from('PK\x03\x04'), await zipOf({})]), 'a.zip', 'INBOUND_EMPTY'],
    ['half a ZIP', async () => (await zipOf(many(3))).subarray(0, 200), 'a.zip', 'INBOUND_UNREADABLE'],
  ])('refuses %s', async (_, make, name, code) => {
    const bytes = await make();
    const thrown = await unpack(file(name, bytes), limits).catch((error: unknown) => error);
    expect(thrown instanceof TimbreError && thrown.code).toBe(code);
  });
});
