import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fewest, testedBy } from '../../../cli/watch/changed.ts';
import { watchFeatures } from '../../../cli/watch/index.ts';
import { inProcess } from '../in-process.ts';

describe('what is tested again', () => {
  it.each([
    ['the mapping', 'mappings/document.yaml', undefined, '/f'],
    ['the mapping, of one case', 'mappings/document.yaml', 'one', '/f/one'],
    ['a case', 'cases/one/input.json', undefined, '/f/one'],
    ['how cases are wired', 'cases/sandbox.yaml', undefined, '/f'],
    ['another case', 'cases/two/input.json', 'one', undefined],
    ['prose', 'README.md', undefined, undefined],
    ['an editor’s own file', 'mappings/.document.yaml.swp', undefined, undefined],
  ])('%s', (_, file, rest, expected) => expect(testedBy({ folder: '/f', rest }, file)).toBe(expected));

  it('is not tested twice', () => expect(fewest(['/f/one', '/f', '/f/one', '/g/two'])).toEqual(['/f', '/g/two']));
});

describe('watching', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'timbre-watch-'));
    mkdirSync(join(folder, 'cases', 'one'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('tells several changes once, and ends with the signal', async () => {
    const told: (readonly string[])[] = [];
    const ended = new AbortController();
    const again = async (names: readonly string[]) => {
      told.push(names);
    };
    const watching = watchFeatures([{ folder, rest: undefined }], again, ended.signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeFileSync(join(folder, 'cases', 'one', 'input.json'), '{}');
    writeFileSync(join(folder, 'cases', 'one', 'case.yaml'), 'title: x');
    await vi.waitFor(() => expect(told).toEqual([[join(folder, 'one')]]), 5000);
    writeFileSync(join(folder, 'feature.yaml'), 'x');
    await vi.waitFor(() => expect(told).toEqual([[join(folder, 'one')], [folder]]), 5000);
    ended.abort();
    await watching;
  });

  it('does not write what it watches', async () => {
    const { code, stdout } = await inProcess(['test', 'mx/cfdi', '--watch', '--update']);
    expect([code, stdout]).toEqual([2, expect.stringMatching(/^USAGE/)]);
  });
});
