import { HttpFailure } from '../../engine/http.ts';

/** RFC 9110 5.6.2 `token`. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** RFC 9110 5.5 `field-value`, as bytes: no line break, no other control character. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** They frame or route the message; whoever sets them could make one request read as two, or reach another host. */
const OURS = new Set(
  [
    'host',
    'content-length',
    'transfer-encoding',
    'connection',
    'keep-alive',
    'upgrade',
    'expect',
    'te',
    'trailer',
  ].concat(['proxy-authorization', 'proxy-connection', 'accept-encoding']),
);

/** Rejects what cannot be a header, without showing its value: it may be a secret. */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!TOKEN.test(name)) throw wrong(`${JSON.stringify(name)} is not a header's name`);
    if (OURS.has(name.toLowerCase())) throw wrong(`the header ${name} cannot be set`);
    if (!FIELD_VALUE.test(value))
      throw wrong(`the value of the header ${name} has a character that no header can hold`);
  }
}

/** One line for each name; `set-cookie` and the like joined as the contract says. */
export function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

const wrong = (message: string): HttpFailure => new HttpFailure('protocol', false, message);
