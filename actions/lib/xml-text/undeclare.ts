const otherEncoding =
  /^(\uFEFF?<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"[^"]*"|'[^']*'))[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(["'])(?!utf-8\2)[\w.-]*\2/i;

/**
 * A document as text, without the declaration of another encoding than UTF-8: a text has none any more, and whoever read its UTF-8 by
 * what is declared would read other letters.
 */
export const undeclareEncoding = (text: string): string => text.replace(otherEncoding, '$1');
