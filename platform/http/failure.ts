import { HttpFailure, type HttpFailureKind } from '../../engine/http.ts';

/** What an error of a connection or of undici means, before (`sent` false) or after the request's first byte was handed over. */
export function failureOf(error: unknown, url: URL, sent: boolean): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const code = codeOf(error);
  const kind = sent ? afterFirstByte(error, code) : beforeFirstByte(code, url);
  return new HttpFailure(kind, sent, `${texts[kind]} ${url.origin}${code ? ` (${code})` : ''}`, { cause: error });
}

const texts: Readonly<Record<HttpFailureKind, string>> = {
  'host-not-allowed': 'the environment does not allow',
  dns: 'there is no address for',
  connect: 'no connection to',
  tls: 'no trusted TLS connection to',
  fenced: 'too late to start a request to',
  timeout: 'no complete answer in time from',
  reset: 'the connection broke before the answer was complete, from',
  'too-large': 'the answer is too large, from',
  protocol: 'not a valid HTTP exchange with',
};

const CONNECTING = new Set([
  ...['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'EMFILE'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'],
]);

function beforeFirstByte(code: string, url: URL): HttpFailureKind {
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns';
  if (code.startsWith('UND_ERR_INVALID') || code === 'UND_ERR_NOT_SUPPORTED') return 'protocol';
  // What breaks a https connection that stands, before a byte of the request, is its handshake.
  return CONNECTING.has(code) || url.protocol === 'http:' ? 'connect' : 'tls';
}

function afterFirstByte(error: unknown, code: string): HttpFailureKind {
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'too-large';
  if ((error instanceof Error && error.name === 'HTTPParserError') || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return 'protocol';
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') ? 'tls' : 'reset';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
