import { readdirSync, readFileSync } from 'node:fs';

/** The root of the repository. */
export const root = new URL('../../', import.meta.url);

/** Every Markdown page that is a part of the project, by path from the root. */
export const pages: readonly string[] = [
  ...namesIn('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'schemas', 'features'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
].sort();

export const pageText = (path: string): string => readFileSync(new URL(path, root), 'utf8');

export interface Block {
  readonly language: string;
  /** What stands after `file=` on the fence's line. */
  readonly file: string | undefined;
  /** All that stands on the fence's line. */
  readonly info: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
export function blocksOf(path: string): Block[] {
  return [...pageText(path).matchAll(/^```((\w*)(?: file=(\S+))?.*)\n((?:.|\n)*?)^```$/gm)].map(
    ([, info = '', language = '', file, text = '']) => ({ language, file, info, text }),
  );
}

function namesIn(folder: string): string[] {
  return readdirSync(new URL(folder, root));
}
