import { expect, it } from 'vitest';
import { pages, pageText } from './pages.ts';

/** A page that is shown as it is meant shows nothing of what stands behind the language on a fence's line. */
const named = pages.flatMap((page) =>
  [...pageText(page).matchAll(/((?:^.+\n)+)\n*^```\w+ file=(\S+)/gm)].map(([, above = '', file = '']) => ({
    page,
    above,
    file,
  })),
);

it.each(named)('$page tells its reader that the block is $file', ({ above, file }) => {
  expect(above).toContain(file);
});
