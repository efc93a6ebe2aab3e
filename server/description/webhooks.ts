import type { Schema } from './described.ts';
import { arrived, links, list, nullable, object, outcome, says, state, text, texts, time, values } from './parts.ts';

/** What webhooks are told, by name. */
export const toldSchemas: Readonly<Record<string, Schema>> = {
  SubmissionEvent: object('A submission has changed.', {
    type: {
      enum: ['submission.completed', 'submission.failed', 'submission.held', 'submission.cancelled'],
      description: 'What happened.',
    },
    timestamp: time('When.'),
    data: object('How it stands.', {
      id: text('The id of the submission.'),
      revision: { type: 'integer', minimum: 1, description: 'Of two events of a submission the higher is newer.' },
      state: { enum: ['completed', 'failed', 'held', 'cancelled'], description: 'How far it is.' },
      outcome: nullable(outcome()),
      values: values('What came of it: the UUID …'),
      problems: list('The codes of what is wrong.', { type: 'string' }),
      original: nullable(text('The submission that this one cancels, pays, corrects or speaks of.')),
      says: nullable(says()),
      ...submitted(),
      links: links('self'),
    }),
  }),
  LaterEvent: object('Of a submission something was heard later.', {
    type: { const: 'submission.later', description: 'What happened.' },
    timestamp: time('When.'),
    data: object('How it stands, which does not change, and what came later.', {
      id: text('The id of the submission.'),
      state: state(),
      outcome: nullable(outcome()),
      values: values('What came of it: the UUID …'),
      later: { $ref: 'Later#' },
      ...submitted(),
      links: links('self'),
    }),
  }),
  InboundEvent: object('Something came in, or was acknowledged.', {
    type: { enum: ['inbound.arrived', 'inbound.acknowledged'], description: 'What happened.' },
    timestamp: time('When.'),
    data: object(
      'What came in.',
      {
        id: text('Its id.'),
        ...arrived(),
        read: {
          type: 'boolean',
          description: 'Whether it was read; false when that has not been possible for ten minutes.',
        },
        submissions: list(
          'The submission of each document in it; each is told of by itself, too.',
          object('A document that came in.', {
            id: text('The id of its submission.'),
            file: text('Its file name.'),
          }),
        ),
        problems: list('The codes of what is wrong with it.', { type: 'string' }),
        acknowledgedBy: text('The caller who acknowledged it.'),
        links: links('self'),
      },
      ['acknowledgedBy'],
    ),
  }),
};

/** The requests that this installation sends (OpenAPI 3.1, `webhooks`): to whom, the environment file says. */
export const webhooks = {
  submission: told('A submission was completed, failed, held or cancelled.', 'SubmissionEvent'),
  later: told(
    'A submission has ended that cancels, pays, corrects or speaks of another one, which is told of.',
    'LaterEvent',
  ),
  inbound: told('Something came in, or was acknowledged.', 'InboundEvent'),
};

/** What of a submission was known from its beginning. */
function submitted(): Record<string, Schema> {
  return {
    feature: text('The feature that handles it.'),
    version: text('The version of the feature.'),
    pipeline: text('What the feature does with it.'),
    context: texts('What was known of it besides its business data.'),
    key: nullable(text('The idempotency key it came with.')),
    submittedAt: time('When it was handed over.'),
  };
}

function told(summary: string, schema: string) {
  const headers = {
    'webhook-id': 'The same for each try: take it once.',
    'webhook-timestamp': 'Seconds since 1970.',
    'webhook-signature': 'HMAC-SHA256 over id, time and body, as Standard Webhooks has it.',
  };
  return {
    post: {
      tags: ['Webhooks'],
      summary,
      parameters: Object.entries(headers).map(([name, description]) => ({
        ...{ name, in: 'header', required: true, description },
        schema: { type: 'string' },
      })),
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
      },
      responses: {
        '2XX': { description: 'It was taken.' },
        '410': { description: 'Nobody here wants it any more: it is not tried again.' },
        default: { description: 'It is tried again, for about three days.' },
      },
      // What is sent is signed; whoever takes it asks for nothing else.
      security: [],
    },
  };
}
