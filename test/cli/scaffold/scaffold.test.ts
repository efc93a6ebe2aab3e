import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addAction } from '../../../cli/scaffold/index.ts';
import { inProcess } from '../in-process.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timbre-new-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function told(...parameters: string[]) {
  const { code, stdout } = await inProcess([...parameters, '--json']);
  expect(code, stdout).toBe(0);
  return JSON.parse(stdout);
}

describe('timbre new', () => {
  it.each(['fr/facture', 'post/office'])('feature %s checks and passes its cases at once', async (name) => {
    expect((await inProcess(['new', 'feature', name])).code).toBe(0);
    const place = join(folder, name);
    expect(await told('check', place)).toEqual({ features: 1, errors: 0, problems: [] });
    expect(await told('test', place)).toMatchObject({ passed: 2, failed: 0, skipped: 0 });
  });

  it.each([
    ['acme/facture', 'fr/facture', 'legalEntity: ACME'],
    ['acme/facture', 'eu/en16931', 'format: facture'],
    ['acme/en16931', 'eu/en16931', 'legalEntity: ACME'],
  ])('feature %s that extends %s has one of its cases, and is for %s', async (name, base, whom) => {
    await inProcess(['new', 'feature', 'fr/facture']);
    expect((await inProcess(['new', 'feature', name, '--extends', base])).code).toBe(0);
    const place = join(folder, name);
    expect(readFileSync(join(place, 'feature.yaml'), 'utf8')).toContain(`applies: { ${whom} }`);
    expect(await told('check', place)).toEqual({ features: 1, errors: 0, problems: [] });
    const { passed, failed, skipped } = await told('test', place);
    expect([passed + skipped, failed]).toEqual([1, 0]);
  });

  it('feature has the case of its base as it is, with the PDF beside it', async () => {
    expect((await inProcess(['new', 'feature', 'acme/hybrid', '--extends', 'de/zugferd'])).code).toBe(0);
    const pdf = 'cases/en16931/invoice.pdf';
    const theirs = readFileSync(join(root, 'features/de/zugferd', pdf));
    expect(readFileSync(join(folder, 'acme/hybrid', pdf)).equals(theirs)).toBe(true);
  });

  it.each(['fr/factur', 'fr/factur-x/issue'])(
    'feature that extends %s, which is none, is not written',
    async (base) => {
      const { code, stdout } = await inProcess(['new', 'feature', 'acme/facture', '--extends', base]);
      expect([code, stdout]).toEqual([2, expect.stringContaining(`USAGE  `)]);
      expect(existsSync(join(folder, 'acme'))).toBe(false);
    },
  );

  it('connector checks and passes a case of its own at once, and leaves the rest as it was', async () => {
    await inProcess(['new', 'feature', 'fr/facture']);
    const place = join(folder, 'fr/facture');
    const before = readFileSync(join(place, 'feature.yaml'), 'utf8');
    expect((await inProcess(['new', 'connector', 'south', '--feature', place])).code).toBe(0);
    expect(readFileSync(join(place, 'feature.yaml'), 'utf8')).toBe(before.replace('[direct]', '[direct, south]'));
    expect(await told('check', place)).toMatchObject({ errors: 0, problems: [] });
    expect(await told('test', place)).toMatchObject({ passed: 3, failed: 0 });
  });

  it('connector is put into a list in block style, too', async () => {
    await inProcess(['new', 'feature', 'fr/facture']);
    const place = join(folder, 'fr/facture');
    const path = join(place, 'feature.yaml');
    const flow = /authority: \{.*\}/;
    const block = 'authority:\n    type: string\n    enum:\n      - direct\n    default: direct';
    writeFileSync(path, readFileSync(path, 'utf8').replace(flow, block));
    expect((await inProcess(['new', 'connector', 'south', '--feature', place])).code).toBe(0);
    expect(await told('check', place)).toMatchObject({ errors: 0, problems: [] });
  });

  it('action has right types and form, and a test that can be run at once', () => {
    for (const part of [
      'actions',
      'engine',
      'schematron',
      'schemas',
      'package.json',
      'tsconfig.json',
      'biome.json',
      '.gitignore',
    ])
      cpSync(join(root, part), join(folder, part), { recursive: true });
    mkdirSync(join(folder, 'test', 'actions'), { recursive: true });
    for (const file of ['compile.ts', 'loading.ts'])
      cpSync(join(root, 'test', 'actions', file), join(folder, 'test', 'actions', file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    addAction(folder, 'put-after');
    const run = (program: string, ...parameters: string[]) =>
      execFileSync(process.execPath, [join(root, 'node_modules', program), ...parameters], {
        cwd: folder,
        stdio: 'pipe',
      });
    const index = readFileSync(join(folder, 'actions', 'index.ts'), 'utf8');
    expect(index).toMatch(/printAction,\n {2}putAfterAction,\n {2}qrAction/);
    expect(() => run('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')).not.toThrow();
    expect(() =>
      run('@biomejs/biome/bin/biome', 'check', 'actions/index.ts', 'actions/put-after', 'test'),
    ).not.toThrow();
    expect(() => run('vitest/vitest.mjs', 'run', '--root', folder)).not.toThrow();
  }, 90_000);

  it.each([
    ['a name that is none', ['new', 'feature', 'Facture']],
    ['an action outside a checkout', ['new', 'action', 'shorten']],
    [
      'a connector of a feature that has none such',
      ['new', 'connector', 'south', '--feature', 'mx/cfdi', '--from', 'no'],
    ],
    ['a connector that is there', ['new', 'connector', 'finkok', '--feature', 'mx/cfdi']],
    ['no kind', ['new']],
  ])('refuses %s', async (_, parameters) => {
    const { code, stdout } = await inProcess(parameters);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^USAGE/);
  });

  it('never writes over what is there', async () => {
    await inProcess(['new', 'feature', 'fr/facture']);
    const { code, stdout } = await inProcess(['new', 'feature', 'fr/facture']);
    expect([code, stdout]).toEqual([2, expect.stringContaining('is there already')]);
  });
});
