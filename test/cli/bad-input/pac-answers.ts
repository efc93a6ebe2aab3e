import type { FaultName } from '../../../sandbox/index.ts';

/** What a PAC answers that proves nothing. */
export interface BadAnswer {
  readonly fault: FaultName;
  /** Whether the PAC had stamped when it answered so. */
  readonly stamps: 0 | 1;
  /** What the journal must say of it. */
  readonly says: RegExp;
}

export const badAnswers: readonly BadAnswer[] = [
  { fault: '401', stamps: 0, says: /HTTP 401/ },
  { fault: '404', stamps: 0, says: /HTTP 404/ },
  { fault: 'html-page', stamps: 0, says: /an HTML page/ },
  { fault: 'http-500', stamps: 0, says: /HTTP 500/ },
  { fault: 'http-500-after-accept', stamps: 1, says: /HTTP 500/ },
  { fault: 'truncated', stamps: 1, says: /reset|closed/ },
  { fault: 'truncated-xml', stamps: 1, says: /XML_MALFORMED/ },
  { fault: 'malformed', stamps: 1, says: /not XML/ },
  { fault: 'huge', stamps: 1, says: /too-large/ },
  { fault: 'doctype', stamps: 1, says: /XML_DOCTYPE/ },
  { fault: 'success-without-uuid', stamps: 1, says: /./ },
  { fault: 'wrong-uuid', stamps: 1, says: /./ },
  { fault: 'accept-then-no-answer', stamps: 1, says: /reset|closed/ },
];
