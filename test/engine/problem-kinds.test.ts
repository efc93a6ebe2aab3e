import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { problemKinds } from '../../engine/problem-kinds/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const filesBelow = (folder: string, kind: RegExp): string[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => kind.test(path) && !path.endsWith('problem-kinds.test.ts'))
    .map((path) => readFileSync(`${root}${folder}/${path}`, 'utf8'));

/** Texts and patterns of a test, without what its comments and names say: `'CODE'`, `'CODE a.yaml:1:2'`, `/^CODE/`. */
function saidInTests(): string[] {
  const bare = filesBelow('test', /\.ts$/).map((text) =>
    text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$|\s\/\/ .*$/gm, ''),
  );
  const literal = /(['"`])(?:\\.|(?!\1)[^\\\n])*\1|(?<=[(,[] ?|^\s*)\/(?:\\.|[^/\\\n])+\//gm;
  return bare.flatMap((text) => [...text.matchAll(literal)].flatMap(([each]) => wordsOf(each)));
}

/** What fixtures expect: the first line of a feature that is wrong in one way, what an author is told, a case's problems. */
function saidInFixtures(): string[] {
  const firstLines = filesBelow('test/fixtures/features', /\.(yaml|json)$/).map((text) => text.split('\n')[0] ?? '');
  const told = filesBelow('test/fixtures/author', /\.yaml$/);
  const cases = [...filesBelow('features', /case\.yaml$/), ...filesBelow('test/fixtures', /case\.yaml$/)];
  const expected = cases.flatMap((text) => [...text.matchAll(/\bcode: (\w+)/g)].map(([, code = '']) => code));
  return [...firstLines.filter((line) => line.startsWith('# ')), ...told, ...expected].flatMap(wordsOf);
}

const wordsOf = (text: string): string[] => text.match(/[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*/g) ?? [];

describe('the codes of problems', () => {
  const said = new Set([...saidInTests(), ...saidInFixtures()]);

  it('are looked for where they are said: one that nobody says is missed', () => {
    expect(said.has('RULE_FAILED')).toBe(true);
    expect(said.has(['NO', 'SUCH', 'CODE'].join('_'))).toBe(false);
  });

  it('stand once: of two in different files the later one would silently hold', () => {
    const written = filesBelow('engine/problem-kinds', /\.ts$/).flatMap(
      (text) => text.match(/^ {2}[A-Z]\w*(?=: \{)/gm) ?? [],
    );
    expect(written.map((code) => code.trim()).sort()).toEqual(Object.keys(problemKinds).sort());
  });

  it.each(Object.keys(problemKinds))('%s is asserted by a test', (code) => {
    expect(said).toContain(code);
  });
});
