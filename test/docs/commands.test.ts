import { describe, expect, it, vi } from 'vitest';
import { timbre } from '../../cli/program.ts';
import { blocksOf, pages, pageText } from './pages.ts';

/** What `timbre … --help` prints. */
async function help(words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed.push(String(chunk));
    return true;
  });
  try {
    await timbre([...words, '--help']);
  } finally {
    write.mockRestore();
  }
  return printed.join('');
}

const lines = pages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ text }) => text.split('\n'))
    .flatMap((line) => {
      const [, words] = /^(?:timbre|node dist\/cli\/main\.js) ([^#]*)/.exec(line) ?? [];
      return words === undefined ? [] : [{ page, line: words.trim().split(/\s+/) }];
    }),
);

/** Commands named in running text: `timbre check`, `timbre artefacts pull`. */
const named = pages.flatMap((page) =>
  [...pageText(page).matchAll(/`timbre ([a-z]+)/g)].map(([, command = '']) => ({ page, command })),
);

describe('the command line that the documentation shows', () => {
  it.each(lines)('$page: timbre $line', async ({ line }) => {
    const [command = '', second = ''] = line;
    const path = ['artefacts', 'new'].includes(command) ? [command, second] : [command];
    const known = await help(path);
    expect(known).toContain(`Usage: timbre ${path.join(' ')}`);
    const options = line.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0] ?? '');
    for (const option of options) expect(known).toContain(option);
  });

  it('has the commands that the text names', async () => {
    const known = await help([]);
    const commands = [...known.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command);
    expect(named.filter(({ command }) => !commands.includes(command))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });
});
