import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pages, pageText, root } from './pages.ts';

interface Link {
  readonly page: string;
  readonly target: string;
}

const links: readonly Link[] = pages.flatMap((page) =>
  [...withoutCode(pageText(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => ({ page, target })),
);

function withoutCode(text: string): string {
  return text.replace(/^```.*\n(?:.|\n)*?^```$/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As GitHub makes them of headings. */
function anchorsOf(path: string): readonly string[] {
  return [...pageText(path).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with a link; nothing when it leads somewhere. */
function wrong({ page, target }: Link): string | undefined {
  if (/^https:\/\//.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.join(posix.dirname(page), path);
  if (!existsSync(new URL(file, root))) return `${page}: ${target} leads nowhere`;
  if (anchor === undefined || anchorsOf(file).includes(anchor)) return undefined;
  return `${page}: ${file} has no heading ${anchor}`;
}

describe('the links of the documentation', () => {
  it('are found', () => {
    expect(links.length).toBeGreaterThan(50);
  });

  it('lead somewhere', () => {
    expect(links.map(wrong).filter((each) => each !== undefined)).toEqual([]);
  });
});

describe('the index of the documentation', () => {
  const listed = links
    .filter(({ page }) => page === 'docs/README.md')
    .map(({ target }) => posix.join('docs', target.split('#')[0] ?? ''));

  it.each(pages.filter((page) => /^docs\/[a-z-]+\.md$/.test(page)))('lists %s', (page) => {
    expect(listed).toContain(page);
  });
});
