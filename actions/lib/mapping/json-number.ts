/** Whether a text is a number of JSON (RFC 8259 section 6) as it stands. */
export const isJsonNumber = (text: string): boolean => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);
