const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** A text for an element or an attribute in double quotes. */
export const escapeXml = (value: string): string => value.replace(/[&<>"\t\n\r]/g, (found) => ESCAPES[found] ?? found);
