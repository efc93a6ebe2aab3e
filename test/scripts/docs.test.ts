import { describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { problemKinds } from '../../engine/index.ts';
import { findFeature } from '../../platform/environment/index.ts';
import { docPages, docSections, featurePages, withSection } from '../../scripts/docs/index.ts';
import { parameterRows } from '../../scripts/docs/parameters.ts';
import { table } from '../../scripts/docs/table.ts';

describe('a section of a page', () => {
  const section = { path: 'docs/x.md', name: 'numbers', text: 'two' };
  const page = (text: string) =>
    `# X\n<!-- made by npm run generate: numbers -->\n\n${text}\n<!-- end of numbers -->\nafter\n`;

  it('replaces what stands between its marks, and nothing else', () => {
    expect(withSection(page('one'), section)).toBe(page('two'));
  });

  it('wants its marks', () => {
    expect(() => withSection('# X\n', section)).toThrow('docs/x.md');
  });
});

describe('a table', () => {
  it('keeps a bar within its cell', () => {
    expect(table(['a', 'b'], [['x | y', 'z']])).toBe('| a      | b |\n| ------ | --- |\n| x \\| y | z |');
  });
});

describe('the parameters of an action', () => {
  it.each<[string, object, string[]]>([
    ['plain', { required: ['a'], properties: { a: { type: 'string' } } }, ['`a` string, required']],
    ['a choice', { properties: { a: { enum: ['x', 'y'], default: 'x' } } }, ['`a` one of `x`, `y`']],
    [
      'in an object',
      { properties: { a: { type: 'object', required: ['b'], properties: { b: { type: 'integer' } } } } },
      ['`a` object', '`a.b` integer, required'],
    ],
    [
      'in the values of a map',
      { properties: { a: { type: 'object', additionalProperties: { properties: { b: { const: true } } } } } },
      ['`a` object', '`a.<name>.b` `true`'],
    ],
    [
      'in a long form',
      { properties: { a: { anyOf: [{ type: 'string' }, { type: 'object', properties: { b: { type: 'string' } } }] } } },
      ['`a` string or object', '`a.b` string'],
    ],
  ])('%s', (_, schema, rows) => {
    expect(parameterRows({ ...schema }).map(([name, type]) => `${name} ${type}`)).toEqual(rows);
  });
});

describe('what is made', () => {
  it('has a page for each action, with all its parameters, and a link to it', () => {
    const pages = docPages(actions);
    for (const { name, with: parameters } of actions) {
      const page = pages[`docs/actions/${name}.md`];
      for (const [parameter] of parameterRows(parameters)) expect(page).toContain(`| ${parameter} `);
      expect(pages['docs/actions/README.md']).toContain(`(${name}.md)`);
    }
  });

  it('has every code of a problem once', () => {
    const { text = '' } = docSections().find(({ name }) => name === 'problems') ?? {};
    const codes = [...text.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
    expect(codes.sort()).toEqual(Object.keys(problemKinds).sort());
  });
});

describe('the README of a feature', () => {
  it('is made where nobody wrote one', async () => {
    // `npm run check` makes all of them; these three show it.
    const names = ['mx/cfdi', 'eu/en16931', 'de/xrechnung'];
    const pages = await featurePages(names.map((name) => findFeature(name).folder));
    expect(Object.keys(pages)).not.toContain('features/mx/cfdi/README.md');
    const page = pages['features/de/xrechnung/README.md'] ?? '';
    expect(page).toContain('It lies over `eu/en16931@^1.0`');
    expect(page).toContain('[BR-DE-15](rules/xrechnung.yaml)');
    expect(page).toContain('[invoice](cases/invoice/case.yaml)');
    // The rules of the base are told on its own page.
    expect(page).not.toContain('BR-CO-10');
    expect(pages['features/eu/en16931/README.md']).toContain('BR-CO-10');
  });
});
