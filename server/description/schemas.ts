import { problemKinds } from '../../engine/index.ts';
import type { Schema } from './described.ts';

/** What requests and answers are made of, by name; the names stand in the description. */
export const schemas: Readonly<Record<string, Schema>> = {
  Submission: object('A submission, and how it stands.', {
    id: text('Its id.'),
    feature: text('The feature that handles it.'),
    version: text('The version of the feature; it never changes for a submission.'),
    pipeline: text('What the feature does with it: issue, cancel …'),
    context: texts('What was known of it besides its business data.'),
    key: nullable(text('The idempotency key it came with.')),
    state: state(),
    outcome: nullable(outcome()),
    values: values('What came of it: the UUID …; empty until it is completed.'),
    problems: list('What is wrong, or was found.', { $ref: 'ProblemItem#' }),
    documents: list('Its files so far.', { $ref: 'Document#' }),
    until: nullable(time('It goes on then, when it is waiting.')),
    sameAs: nullable(text('The submission that handles this fiscal document already.')),
    replayOf: nullable(text('The submission that this one repeats.')),
    record: nullable(
      object('Proves its record later, when it is kept elsewhere.', {
        entries: { type: 'integer', minimum: 1, description: 'How many entries the record has.' },
        sha256: text('sha256 of the last entry, which stands for all of them.'),
      }),
    ),
    links: links('self', 'log', 'documents'),
  }),
  Summary: object(
    'A submission in a list.',
    {
      id: text('Its id.'),
      feature: text('The feature that handles it.'),
      version: text('The version of the feature.'),
      pipeline: text('What the feature does with it.'),
      context: texts('What was known of it besides its business data.'),
      key: text('The idempotency key it came with.'),
      state: state(),
      outcome: nullable(outcome()),
      values: values('What came of it.'),
      submittedAt: time('When it was handed over.'),
      original: nullable(text('The submission that this one cancels, pays or corrects.')),
      sameAs: text('The submission that handles this fiscal document already.'),
      replayOf: text('The submission that this one repeats.'),
      links: links('self'),
    },
    ['key', 'sameAs', 'replayOf'],
  ),
  Accepted: object('A submission that is safely stored.', {
    id: text('Its id.'),
    feature: text('The feature that handles it.'),
    version: text('The version of the feature.'),
    pipeline: text('What the feature does with it.'),
    links: links('self'),
  }),
  Taken: object('What was asked for is stored; a worker goes on with the submission.', {
    id: text('The id of the submission.'),
    state: state(),
    links: links('self'),
  }),
  NewSubmission: object(
    'A submission to hand over.',
    {
      invoice: { $ref: 'Invoice#' },
      context: texts('What is known besides: country, legalEntity … It chooses feature and pipeline.'),
      original: text('The id of the submission that this one cancels, pays or corrects.'),
      attachments: list('Files that go with it.', { $ref: 'Attachment#' }),
      key: text('In a batch: the idempotency key, which otherwise is a header.'),
    },
    ['original', 'attachments', 'key'],
  ),
  Attachment: object('A file that is handed over.', {
    name: text('The file name; each of a submission has another one.'),
    mediaType: text('Its media type, such as application/pdf.'),
    content: { type: 'string', contentEncoding: 'base64', description: 'Its bytes in base64.' },
  }),
  NewMessage: object(
    'What an authority has told, for the submission that waits for it.',
    {
      feature: text('The feature that sent what it is about.'),
      message: text("The name that the feature's step waits for."),
      where: texts('Which one: the values that the step waits for, all of them.'),
      legalEntity: text('Whose; one who may touch all legal entities need not know.'),
      mediaType: text('What it is; application/xml without it.'),
      content: { type: 'string', contentEncoding: 'base64', description: 'Its bytes in base64.' },
    },
    ['legalEntity', 'mediaType'],
  ),
  KeptMessage: object('A message that is safely stored.', {
    id: text('Its id: the same for the same message, however often it comes.'),
    submissions: list('The submissions that wait for it now.', { type: 'string' }),
  }),
  Message: object(
    'A message that no submission has taken.',
    {
      id: text('Its id.'),
      feature: text('The feature that it is for.'),
      message: text('Its name.'),
      where: texts('The values that it came with.'),
      legalEntity: text('Whose.'),
      receivedAt: time('When it came.'),
      mediaType: text('What it is.'),
      size: { type: 'integer', minimum: 0, description: 'Bytes.' },
      submissions: list('The submissions that wait for it, and have not been told yet.', { type: 'string' }),
    },
    ['legalEntity'],
  ),
  Arrival: object('Something that came in: a document, or a mail or ZIP with documents in it.', {
    id: text('Its id: the same for the same file on the same channel.'),
    channel: text('By which channel it came.'),
    legalEntity: nullable(text('Whose it is.')),
    name: text('Its file name.'),
    mediaType: text('What it was said to be.'),
    sha256: text('sha256 of its bytes, hexadecimal; empty where it was too large to be kept.'),
    size: { type: 'integer', minimum: 0, description: 'Bytes.' },
    receivedAt: time('When it came in.'),
    read: { type: 'boolean', description: 'Whether it was read; until then it is safe, and nothing is known of it.' },
    submissions: list(
      'What became of each document in it.',
      object('A document that came in.', {
        id: text('The id of its submission.'),
        file: text('Its file name.'),
        feature: text('The feature that recognised it.'),
        pipeline: text('What the feature does with it.'),
        state: state(),
        outcome: nullable(outcome()),
        values: values('What was read: the UUID, the issuer …; empty until it is completed.'),
        links: links('self'),
      }),
    ),
    problems: list('What is wrong with it.', { $ref: 'ProblemItem#' }),
    links: links('self', 'file'),
  }),
  Document: object('A file of a submission.', {
    step: text('The step that made it.'),
    name: text('Its name within the step.'),
    mediaType: text('Its media type.'),
    sha256: text('sha256 of its bytes, hexadecimal.'),
    size: { type: 'integer', minimum: 0, description: 'Bytes.' },
    fileName: text('A name for people.'),
    href: text('Where it is.'),
  }),
  Entry: object(
    'An entry of the record of a submission.',
    {
      type: text(
        'What was recorded: scheduled, progressed, attempted, answered, asked, parked, paced, held, resolved, released, finished.',
      ),
      at: time('When.'),
      step: text('The step that it is about.'),
      attempt: { type: 'integer', minimum: 1, description: 'Which attempt at the authority.' },
      outcome: outcome(),
      status: { type: 'integer', description: 'The HTTP status that the authority answered.' },
      code: text('The code that the authority answered.'),
      failure: text('Why there was no answer.'),
      notSent: { const: true, description: 'Nothing left this machine.' },
      verdict: text('What the authority was found to have.'),
      by: text('The person who found it out.'),
      why: text('How it was found out.'),
      until: time('When it goes on.'),
      reason: text('Why the authority is not talked to before: rate, concurrency, retry-after, breaker, pacing-away.'),
      state: state(),
      steps: list('The steps that were done since the entry before.', { type: 'object' }),
      problems: list('What is wrong, or was found.', { $ref: 'ProblemItem#' }),
    },
    [
      'step',
      'attempt',
      'outcome',
      'status',
      'code',
      'failure',
      'notSent',
      'verdict',
      'by',
      'why',
      'until',
      'reason',
      'state',
    ],
  ),
  Problem: object(
    'What is wrong (RFC 9457).',
    {
      type: text('A URN of the code.'),
      title: text('What the code means.'),
      status: { type: 'integer', description: 'The HTTP status.' },
      detail: text('What is wrong here.'),
      code: code(),
      problems: list('Every problem that was found.', { $ref: 'ProblemItem#' }),
      submission: text('The submission that it is about.'),
    },
    ['submission'],
  ),
  ProblemItem: object(
    'One problem.',
    {
      code: code(),
      severity: { enum: ['error', 'warning'], description: 'A warning stops nothing.' },
      message: text('What is wrong, and why.'),
      hint: text('What to do about it.'),
      path: text('Where in the business data: lines[2].quantity.'),
      step: text('The step that met it.'),
    },
    ['hint', 'path', 'step'],
  ),
};

function object(description: string, properties: Record<string, Schema>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', description, properties, required, additionalProperties: false };
}

function text(description: string): Schema {
  return { type: 'string', description };
}

function time(description: string): Schema {
  return { type: 'string', format: 'date-time', description };
}

function texts(description: string): Schema {
  return { type: 'object', description, additionalProperties: { type: 'string' } };
}

function values(description: string): Schema {
  return { type: 'object', description, additionalProperties: true };
}

function list(description: string, items: Schema): Schema {
  return { type: 'array', description, items };
}

function nullable(schema: Schema): Schema {
  const { description, ...rest } = schema;
  return { description, anyOf: [rest, { type: 'null' }] };
}

function links(...names: string[]): Schema {
  return object('Where more is.', Object.fromEntries(names.map((name) => [name, { type: 'string' }])));
}

function state(): Schema {
  return {
    enum: ['scheduled', 'executing', 'waiting', 'held', 'completed', 'failed', 'cancelled'],
    description: 'How far it is.',
  };
}

function outcome(): Schema {
  return {
    enum: ['accepted', 'duplicate', 'refused', 'unavailable', 'pending', 'unknown'],
    description: 'What the authority said.',
  };
}

function code(): Schema {
  return { enum: Object.keys(problemKinds), description: 'What kind of problem; a code never changes its meaning.' };
}
