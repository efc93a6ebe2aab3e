import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeAction } from '../../../actions/decode/index.ts';
import { encodeAction } from '../../../actions/encode/index.ts';
import { prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

const content = '<factura número="1">ñ</factura>'.repeat(50);

const encode = async (yaml: string, text: string | Uint8Array = content): Promise<Uint8Array> => {
  const context = contextOf({ in: { document: { mediaType: 'application/xml', content: text } } });
  const output = await encodeAction.run(context, prepared(encodeAction, yaml));
  return output.documents?.document?.bytes ?? new Uint8Array();
};

const decode = async (yaml: string, bytes: Uint8Array): Promise<string> => {
  const context = contextOf({ in: { document: { mediaType: 'application/octet-stream', content: bytes } } });
  const output = await decodeAction.run(context, prepared(decodeAction, yaml));
  return Buffer.from(output.documents?.document?.bytes ?? []).toString();
};

describe('encode', () => {
  it.each(encodeAction.examples)('example: $title', async (example) => {
    const { output } = await tryExample(encodeAction, example);
    expect(Buffer.from(output?.documents?.document?.bytes ?? []).toString()).toBe(example.expect.documents?.document);
  });

  it.each(['base64', 'gzip', 'zip'])('%s comes back as it was, and is the same each time', async (form) => {
    const [first, second] = [await encode(`form: ${form}\n`), await encode(`form: ${form}\n`)];
    expect(first).toEqual(second);
    expect(await decode(`form: ${form}\n`, first)).toBe(content);
  });

  it.each(['base64', 'gzip', 'zip'])('%s of nothing', async (form) => {
    expect(await decode(`form: ${form}\n`, await encode(`form: ${form}\n`, ''))).toBe('');
  });

  it.each([
    ['gzip', 'gzip', ['-dc', '--']],
    ['zip', 'unzip', ['-p']],
  ])('%s is understood by the program %s', async (form, program, args) => {
    if (spawnSync(program, ['--help']).error !== undefined) return;
    const folder = mkdtempSync(join(tmpdir(), 'timbre-encode-'));
    const path = join(folder, form === 'gzip' ? 'x.gz' : 'x.zip');
    writeFileSync(path, await encode(`form: ${form}\n`));
    expect(spawnSync(program, [...args, path]).stdout.toString()).toBe(content);
    rmSync(folder, { recursive: true });
  });
});
