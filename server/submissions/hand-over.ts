import type { FastifyInstance } from 'fastify';
import { type Attachment, fail, selectPipeline, TimbreError } from '../../engine/index.ts';
import { callerOf, mayUse, type Principal } from '../access/index.ts';
import { objectIn, objectOfBody } from '../body.ts';
import { described, objectOf } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { detailsOf, type ProblemDetails } from '../problem-details.ts';
import { traceIn } from '../trace.ts';
import { attachmentsIn } from './attachments.ts';
import { logFor } from './owned.ts';

/** `POST /submissions`: 202 once the submission is safely stored. `POST /submissions:batch`: each by itself. */
export function handOver(app: FastifyInstance, desk: Desk): void {
  app.post('/submissions', { config: { scope: 'submit' }, schema: single }, async (request, reply) => {
    const key = request.headers['idempotency-key'];
    const data = objectOfBody(request, desk.largest);
    const accepted = await submit(desk, callerOf(request), {
      ...partsOf(data),
      key: keyOf(key),
      trace: traceIn(request.headers),
    });
    return reply.code(202).header('location', accepted.links.self).send(accepted);
  });
  app.post('/submissions::batch', { config: { scope: 'submit' }, schema: batch }, async (request, reply) => {
    const { submissions } = objectOfBody(request, desk.largest);
    if (!Array.isArray(submissions) || submissions.length > largestBatch)
      return fail('REQUEST_INVALID', `\`submissions\` must be a list of at most ${largestBatch} submissions.`);
    const caller = callerOf(request);
    const trace = traceIn(request.headers);
    const answers = await inTurns(submissions, (each) => answerTo(desk, caller, each, trace));
    return reply.code(207).send({ submissions: answers });
  });
}

const largestBatch = 1_000;
/** So many of a batch are stored at the same time. */
const atOnce = 16;

const single = described('/submissions', {
  tag: 'Submissions',
  summary: 'Hands an invoice over; what becomes of it is asked for later.',
  headers: {
    'idempotency-key': {
      type: 'string',
      description: 'Names this submission, 1 to 255 visible ASCII characters: repeated, it is answered and done once.',
    },
    traceparent: {
      type: 'string',
      description: 'W3C Trace Context: the spans of this request and of the run belong to that trace.',
    },
  },
  body: { $ref: 'NewSubmission#' },
  answer: { status: 202, means: 'It is safely stored; `Location` says where it is.', of: { $ref: 'Accepted#' } },
  problems: [400, 404, 409, 413, 422],
});

const batch = described('/submissions::batch', {
  tag: 'Submissions',
  summary: 'Hands over many invoices, each by itself.',
  body: objectOf({
    submissions: { type: 'array', maxItems: largestBatch, items: { $ref: 'NewSubmission#' } },
  }),
  answer: {
    status: 207,
    means: 'One answer for each, in order.',
    of: objectOf({
      submissions: { type: 'array', items: { anyOf: [{ $ref: 'Accepted#' }, { $ref: 'Problem#' }] } },
    }),
  },
  problems: [400, 413, 422],
});

interface Given {
  readonly invoice: unknown;
  readonly context: Readonly<Record<string, string>>;
  readonly original: string | undefined;
  readonly attachments: readonly Attachment[];
  readonly key: string | undefined;
  /** The `traceparent` of the request. */
  readonly trace: string | undefined;
}

export interface Accepted {
  readonly id: string;
  readonly feature: string;
  readonly version: string;
  readonly pipeline: string;
  readonly links: { readonly self: string };
}

async function submit(desk: Desk, caller: Principal, given: Given): Promise<Accepted> {
  const { invoice, context, original, key, attachments, trace } = given;
  const { legalEntity } = context;
  if (!mayUse(caller, legalEntity))
    fail('ACCESS_FORBIDDEN', `${caller.name} may not submit for ${legalEntity ?? 'nobody in particular'}.`, {
      path: 'context.legalEntity',
    });
  const { selected, problems } = selectPipeline(await desk.deployed(), context, invoice);
  if (selected === undefined) throw new TimbreError(problems);
  const { feature, pipeline } = selected;
  // What it refers to is taken over into its own documents: nobody's but the caller's.
  if (original !== undefined) await logFor(desk, caller, original);
  const run = await desk.engine.submit({
    ...selected,
    data: Buffer.from(JSON.stringify(invoice)),
    attachments,
    unlessHandled: true,
    ...(key === undefined ? {} : { key }),
    ...(trace === undefined ? {} : { trace }),
    ...(original === undefined ? {} : { original }),
  });
  // The store has it: whatever becomes of the queue, the sweeper finds it.
  await desk.queue.add(run, { owner: legalEntity ?? 'nobody' }).catch(() => {});
  const { id, version } = feature;
  return { id: run, feature: id, version, pipeline: pipeline.name, links: { self: `/submissions/${run}` } };
}

async function answerTo(
  desk: Desk,
  caller: Principal,
  given: unknown,
  trace: string | undefined,
): Promise<Accepted | ProblemDetails> {
  try {
    const { key, ...parts } = objectIn(given, 'Each submission');
    return await submit(desk, caller, { ...partsOf(parts), key: keyOf(key), trace });
  } catch (thrown) {
    return detailsOf(thrown);
  }
}

function partsOf(data: Readonly<Record<string, unknown>>): Omit<Given, 'key' | 'trace'> {
  const { invoice, context = {}, original, attachments, key: _, ...others } = data;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    fail('REQUEST_INVALID', `A submission has no \`${unknown}\`.`, {
      hint: 'It has `invoice`, `context`, `original` and `attachments`.',
    });
  if (invoice === undefined) fail('REQUEST_INVALID', 'The submission has no `invoice`: the business data.');
  if (original !== undefined && typeof original !== 'string')
    return fail('REQUEST_INVALID', '`original` is the id of the submission that this one cancels, pays or corrects.');
  return {
    invoice: objectIn(invoice, '`invoice`'),
    context: contextOf(context),
    original,
    attachments: attachmentsIn(attachments),
  };
}

function contextOf(given: unknown): Record<string, string> {
  const context: Record<string, string> = {};
  for (const [field, value] of Object.entries(objectIn(given, '`context`'))) {
    if (typeof value !== 'string')
      return fail('CONTEXT_INVALID', `The context field ${field} is no text.`, { path: `context.${field}` });
    context[field] = value;
  }
  return context;
}

/** As the IETF's draft of the header has it, quotes around it do not count. */
function keyOf(given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const key = typeof given === 'string' ? given.replace(/^"(.*)"$/, '$1') : '';
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  return fail('REQUEST_INVALID', 'The idempotency key must have 1 to 255 visible ASCII characters.');
}

async function inTurns<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < all.length; at += atOnce) {
    answers.push(...(await Promise.all(all.slice(at, at + atOnce).map(work))));
  }
  return answers;
}
