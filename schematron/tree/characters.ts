/** What an ASCII character may be; bits. */
export const SPACE = 1;
const NAME_START = 2;
export const NAME = 4;

/** By character code below 128. The colon counts as a name's character; where it may stand is looked at apart. */
export const classes: Uint8Array = new Uint8Array(128);
for (const each of ' \t\n\r') classes[each.charCodeAt(0)] = SPACE;
for (const each of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_:')
  classes[each.charCodeAt(0)] = NAME_START | NAME;
for (const each of '0123456789-.') classes[each.charCodeAt(0)] = NAME;

// XML 1.0 (fifth edition), productions 4 and 4a, without the colon: NCName.
const start =
  'A-Z_a-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF' +
  '\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const ncName = `[${start}][-.0-9${start}\\xB7\\u0300-\\u036F\\u203F-\\u2040]*`;

/** A name with or without prefix, as Namespaces in XML 1.0 has it. */
const qualified = new RegExp(`^(?:(${ncName}):)?(${ncName})$`, 'u');
const wholeNcName = new RegExp(`^${ncName}$`, 'u');

/** Prefix ('' = none) and local part; undefined when it is no such name. */
export function splitName(text: string): { readonly prefix: string; readonly local: string } | undefined {
  const found = qualified.exec(text);
  return found ? { prefix: found[1] ?? '', local: found[2] as string } : undefined;
}

export const isNcName = (text: string): boolean => wholeNcName.test(text);

/** XML 1.0, production 2. */
export function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

/** A character, or half of one, that XML does not allow anywhere: production 2, the other way round. */
export const illegalCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
