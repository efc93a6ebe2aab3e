import { type Action, defineAction } from '../../engine/action.ts';
import { extractionSchema } from '../lib/extract/index.ts';
import { callExamples } from './examples.ts';
import { exchange, type PreparedCall } from './exchange.ts';
import type { CallParameters } from './parameters.ts';
import { prepare } from './prepare.ts';
import { outputsOf } from './prepare-reply.ts';
import { foundReply } from './reply.ts';
import { callSchema } from './schema.ts';

/** Sends one HTTP or SOAP request to an authority and reads its answer. */
export const callAction = defineAction<CallParameters, PreparedCall>({
  name: 'call',
  summary: 'Sends one HTTP or SOAP request and takes documents and values out of the answer.',
  effect: 'external',
  with: callSchema(extractionSchema),
  in: { document: { summary: 'What `document: true` or a multipart part sends.', optional: true } },
  out: {
    request: { summary: 'The body of the request, secrets masked; without a body its line and headers.' },
    answer: { summary: 'The body of the answer as it came.', optional: true },
  },
  outputs: outputsOf,
  errors: ['CALL_ADDRESS', 'CALL_HEADER', 'CALL_BODY', 'SECRET_UNUSABLE', 'SECRET_ECHOED', 'EXPRESSION_FAILED'],
  examples: callExamples,
  prepare,
  exchange,
  reply: foundReply,
}) satisfies Action;
