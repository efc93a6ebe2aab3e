import { gzipSync } from 'node:zlib';
import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { decodeAction } from '../../../actions/decode/index.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

const decode = async (yaml: string, bytes: Uint8Array) => {
  const context = contextOf({ in: { document: { mediaType: 'application/octet-stream', content: bytes } } });
  return decodeAction.run(context, prepared(decodeAction, yaml));
};

async function zipOf(files: Readonly<Record<string, string>>, password?: string): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), password === undefined ? {} : { password });
  for (const [name, content] of Object.entries(files)) {
    await writer.add(name, name.endsWith('/') ? undefined : new Uint8ArrayReader(Buffer.from(content)), {
      directory: name.endsWith('/'),
    });
  }
  return writer.close();
}

/** A zip whose directory says that the file is small: the size stands 24 bytes into the central entry, 22 into the local one. */
async function lyingZip(): Promise<Uint8Array> {
  const bytes = Buffer.from(await zipOf({ 'a.xml': 'x'.repeat(100_000) }));
  bytes.writeUInt32LE(10, bytes.indexOf('PK\x01\x02', 'latin1') + 24);
  return bytes;
}

const bomb = gzipSync(Buffer.alloc(50_000_000));

describe('decode', () => {
  it.each(decodeAction.examples)('example: $title', async (example) => {
    const { output, problem } = await tryExample(decodeAction, example);
    expect(problem).toBe(example.expect.problem);
    if (example.expect.documents === undefined) return;
    expect(Buffer.from(output?.documents?.document?.bytes ?? []).toString()).toBe(example.expect.documents.document);
  });

  const found: [string, Record<string, string>, string, string][] = [
    ['the only file, its folders forgotten', { 'in/': '', 'in/a.xml': 'A' }, 'form: zip\n', 'a.xml'],
    ['a file by its name', { 'in/a.xml': 'A', 'b.xml': 'B' }, 'form: zip\nentry: a.xml\n', 'a.xml'],
    ['a file by its whole name', { 'in/a.xml': 'A', 'x/a.xml': 'B' }, 'form: zip\nentry: in/a.xml\n', 'a.xml'],
  ];
  it.each(found)('finds %s', async (_, files, yaml, name) => {
    const output = await decode(yaml, await zipOf(files));
    expect(output.values).toEqual({ entry: name });
    expect(Buffer.from(output.documents?.document?.bytes ?? []).toString()).toBe('A');
  });

  const refused: [string, string, () => Uint8Array | Promise<Uint8Array>, string][] = [
    ['a gzip bomb', 'form: gzip\nmaxBytes: 1000000\n', () => bomb, 'DECODE_TOO_LARGE'],
    ['a torn gzip', 'form: gzip\n', () => gzipSync('hello hello').subarray(0, 15), 'DECODE_MALFORMED'],
    ['text as gzip', 'form: gzip\n', () => Buffer.from('hello'), 'DECODE_MALFORMED'],
    ['base64 of a wrong length', 'form: base64\n', () => Buffer.from('abcde'), 'DECODE_MALFORMED'],
    ['text as zip', 'form: zip\n', () => Buffer.from('hello'), 'DECODE_MALFORMED'],
    ['a torn zip', 'form: zip\n', async () => (await zipOf({ a: 'A'.repeat(99) })).subarray(0, 60), 'DECODE_MALFORMED'],
    ['an encrypted zip', 'form: zip\n', () => zipOf({ a: 'A' }, 'secret'), 'DECODE_MALFORMED'],
    ['an empty zip', 'form: zip\n', () => zipOf({}), 'DECODE_ENTRY'],
    ['two files, none named', 'form: zip\n', () => zipOf({ a: 'A', b: 'B' }), 'DECODE_ENTRY'],
    ['a name that is there twice', 'form: zip\nentry: a\n', () => zipOf({ 'x/a': 'A', 'y/a': 'B' }), 'DECODE_ENTRY'],
    ['a name that is not there', 'form: zip\nentry: c\n', () => zipOf({ a: 'A' }), 'DECODE_ENTRY'],
    ['a name that climbs', 'form: zip\n', () => zipOf({ '../../etc/passwd': 'A' }), 'DECODE_MALFORMED'],
    ['a name from the root', 'form: zip\n', () => zipOf({ '/etc/passwd': 'A' }), 'DECODE_MALFORMED'],
    ['a name with a drive', 'form: zip\n', () => zipOf({ 'C:\\a': 'A' }), 'DECODE_MALFORMED'],
    ['too many files', 'form: zip\nmaxEntries: 2\n', () => zipOf({ a: 'A', b: 'B', c: 'C' }), 'DECODE_TOO_LARGE'],
    ['a large file', 'form: zip\nmaxBytes: 10\n', () => zipOf({ a: 'A'.repeat(11) }), 'DECODE_TOO_LARGE'],
  ];
  it.each(refused)('refuses %s', async (_, yaml, bytes, code) => {
    const content = await bytes();
    expect(await codeOf(() => decode(yaml, content))).toBe(code);
  });

  it('does not believe the size a zip states', async () => {
    const content = await lyingZip();
    expect(await codeOf(() => decode('form: zip\nmaxBytes: 1000\n', content))).toMatch(
      /^DECODE_(TOO_LARGE|MALFORMED)$/,
    );
  });
});
