import type { IncomingHttpHeaders } from 'node:http';

/** W3C Trace Context, 3.2: version, trace, span, flags; ids of zeros are none. A later version may say more behind. */
const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?=$|-)/;

/** The `traceparent` of a request; undefined where there is none or it is not one. What came with it besides is left. */
export function traceIn({ traceparent }: IncomingHttpHeaders): string | undefined {
  const [found] = (typeof traceparent === 'string' && form.exec(traceparent)) || [];
  return found === undefined || (found.startsWith('00') && found !== traceparent) ? undefined : found;
}
