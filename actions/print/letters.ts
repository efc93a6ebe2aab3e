import { createRequire } from 'node:module';

interface Fontkit {
  openSync(path: string): { readonly characterSet?: readonly number[] };
}

/** Stands where a letter should be that the font does not have: PDF/A allows no letter without a shape (ISO 19005-3, 6.2.11.8). */
const stands = '�';

const known = new Map<string, (letter: string) => boolean>();

/** What a page can show. */
export interface Readable {
  readonly text: string;
  /** The letters that another stands for, each once. */
  readonly missing: readonly string[];
}

/** The text with every letter that the font has; for any other stands the replacement character. */
export function readableWith(font: string, text: string): Readable {
  const has = known.get(font) ?? letterTest(font);
  known.set(font, has);
  const missing = new Set<string>();
  let shown = '';
  for (const letter of text) {
    if (has(letter)) shown += letter;
    else {
      missing.add(letter);
      shown += stands;
    }
  }
  return { text: missing.size === 0 ? text : shown, missing: [...missing] };
}

function letterTest(path: string): (letter: string) => boolean {
  const fontkit: Fontkit = createRequire(import.meta.url)('fontkit');
  const letters = new Set(fontkit.openSync(path).characterSet);
  return (letter) => /\s/.test(letter) || letters.has(letter.codePointAt(0) ?? 0);
}
