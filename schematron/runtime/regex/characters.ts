/** Sets of characters as JavaScript's `v` mode writes them. */

/** One character, escaped so that it means itself wherever it stands. */
export function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const single: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const nameStart =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const nameRest = `${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;

const sets: ReadonlyMap<string, string> = new Map([
  ['s', '[ \\t\\n\\r]'],
  ['S', '[^ \\t\\n\\r]'],
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
  ['w', '[^\\p{P}\\p{Z}\\p{C}]'],
  ['W', '[\\p{P}\\p{Z}\\p{C}]'],
  ['i', `[${nameStart}]`],
  ['I', `[^${nameStart}]`],
  ['c', `[${nameRest}]`],
  ['C', `[^${nameRest}]`],
]);

/** What `\x` or `\p{property}` stands for, or undefined when it means nothing. */
export function classEscape(character: string, property: string | undefined): string | undefined {
  if (property !== undefined) return propertySet(character, property);
  const plain = single.get(character);
  if (plain !== undefined) return literal(plain);
  if ('\\|.?*+(){}-[]^$'.includes(character)) return literal(character);
  return sets.get(character);
}

const categories = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

function propertySet(letter: string, property: string): string | undefined {
  if (categories.test(property)) return `\\${letter}{${property}}`;
  const range = property.startsWith('Is') ? blocks.get(property.slice(2)) : undefined;
  if (range === undefined) return undefined;
  const [low, high] = range;
  return `[${letter === 'P' ? '^' : ''}\\u{${low.toString(16)}}-\\u{${high.toString(16)}}]`;
}

/** Unicode blocks, by the name that XML Schema gives them. */
const blocks: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['BasicLatin', [0x0, 0x7f]],
  ['Latin-1Supplement', [0x80, 0xff]],
  ['LatinExtended-A', [0x100, 0x17f]],
  ['LatinExtended-B', [0x180, 0x24f]],
  ['IPAExtensions', [0x250, 0x2af]],
  ['SpacingModifierLetters', [0x2b0, 0x2ff]],
  ['CombiningDiacriticalMarks', [0x300, 0x36f]],
  ['Greek', [0x370, 0x3ff]],
  ['GreekandCoptic', [0x370, 0x3ff]],
  ['Cyrillic', [0x400, 0x4ff]],
  ['CyrillicSupplement', [0x500, 0x52f]],
  ['Armenian', [0x530, 0x58f]],
  ['Hebrew', [0x590, 0x5ff]],
  ['Arabic', [0x600, 0x6ff]],
  ['Devanagari', [0x900, 0x97f]],
  ['Bengali', [0x980, 0x9ff]],
  ['Tamil', [0xb80, 0xbff]],
  ['Thai', [0xe00, 0xe7f]],
  ['Georgian', [0x10a0, 0x10ff]],
  ['HangulJamo', [0x1100, 0x11ff]],
  ['LatinExtendedAdditional', [0x1e00, 0x1eff]],
  ['GreekExtended', [0x1f00, 0x1fff]],
  ['GeneralPunctuation', [0x2000, 0x206f]],
  ['SuperscriptsandSubscripts', [0x2070, 0x209f]],
  ['CurrencySymbols', [0x20a0, 0x20cf]],
  ['LetterlikeSymbols', [0x2100, 0x214f]],
  ['NumberForms', [0x2150, 0x218f]],
  ['Arrows', [0x2190, 0x21ff]],
  ['MathematicalOperators', [0x2200, 0x22ff]],
  ['BoxDrawing', [0x2500, 0x257f]],
  ['CJKSymbolsandPunctuation', [0x3000, 0x303f]],
  ['Hiragana', [0x3040, 0x309f]],
  ['Katakana', [0x30a0, 0x30ff]],
  ['CJKUnifiedIdeographs', [0x4e00, 0x9fff]],
  ['HangulSyllables', [0xac00, 0xd7a3]],
  ['PrivateUse', [0xe000, 0xf8ff]],
  ['Specials', [0xfff0, 0xffff]],
]);
