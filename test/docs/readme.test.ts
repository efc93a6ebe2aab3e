import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { blocksOf, pages, pageText } from './pages.ts';

const excerpts = ['README.md', 'docs/sandbox.md'].flatMap((page) =>
  blocksOf(page)
    .filter(({ file }) => file !== undefined)
    .map(({ file = '', text }) => ({ page, file, text })),
);

describe('an excerpt', () => {
  it.each(excerpts)('in $page stands in $file', ({ file, text }) => {
    const lines = pageText(file).split('\n');
    const [first = ''] = text.split('\n');
    const indent = lines.find((line) => line.trim() === first)?.search(/\S/) ?? 0;
    expect(lines.map((line) => line.slice(indent)).join('\n')).toContain(text);
  });
});

describe('a command of npm', () => {
  const named = pages.flatMap((page) =>
    [...pageText(page).matchAll(/npm (?:run )?(start|test|ci|(?<=run )[a-z]+)/g)].map(([, script = '']) => script),
  );

  it.each([...new Set(named)].filter((script) => script !== 'ci'))('%s is a script of the package', (script) => {
    expect(Object.keys(packageJson.scripts)).toContain(script);
  });
});

describe('what npm start shows', () => {
  it('names steps of the feature', () => {
    const [, , shown] = blocksOf('README.md');
    const steps = [...(shown?.text ?? '').matchAll(/^ {2}✓ (\S+)/gm)].map(([, step = '']) => step);
    expect(steps.length).toBeGreaterThan(5);
    const files = pageText('features/mx/cfdi/feature.yaml') + pageText('features/mx/cfdi/connectors/finkok.yaml');
    for (const id of steps.flatMap((step) => step.split('/'))) expect(files).toContain(`- id: ${id}\n`);
  });
});
