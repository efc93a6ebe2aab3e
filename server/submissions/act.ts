import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fail } from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import { callerOf } from '../access/index.ts';
import { described, objectOf, text } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { type OfSubmission, ownedLog, reportFor } from './owned.ts';
import { resolutionIn, resolutionSchema } from './resolution.ts';

/** What a person does with a submission: let it go on, say what became of it, repeat it, give it up. */
export function acts(app: FastifyInstance, desk: Desk): void {
  app.post<OfSubmission>(
    '/submissions/:id/resume',
    { config: { scope: 'operate' }, schema: resumed },
    async (request, reply) => {
      const { id, log } = await ownedLog(desk, request);
      await desk.engine.release(id);
      await desk.queue.add(id, { turn: String(log.length + 1) });
      return accepted(desk, id, reply);
    },
  );
  app.post<OfSubmission>(
    '/submissions/:id/replay',
    { config: { scope: 'operate' }, schema: replayed },
    async (request, reply) => {
      const { id } = await ownedLog(desk, request);
      const run = await desk.engine.replay(id, fromIn(request));
      await desk.queue.add(run).catch(() => {});
      return accepted(desk, run, reply.header('location', `/submissions/${run}`));
    },
  );
  app.post<OfSubmission>(
    '/submissions/:id/resolve',
    { config: { scope: 'operate' }, schema: resolved },
    async (request, reply) => {
      const { id, log } = await ownedLog(desk, request);
      await desk.engine.resolve(id, resolutionIn(request.body, callerOf(request).name, desk.largest));
      await desk.queue.add(id, { turn: String(log.length + 1) });
      return accepted(desk, id, reply);
    },
  );
  app.post<OfSubmission>(
    '/submissions/:id/cancel',
    { config: { scope: 'operate' }, schema: cancelled },
    async (request) => {
      const { id, log } = await ownedLog(desk, request);
      await desk.engine.cancel(id);
      return reportFor(desk, callerOf(request), id, log);
    },
  );
}

const taken = { status: 202, means: 'It goes on.', of: { $ref: 'Taken#' } } as const;

const resumed = described('/submissions/:id/resume', {
  tag: 'Acts',
  summary: 'Lets a held submission go on, once what held it is mended.',
  answer: taken,
  problems: [409],
});

const replayed = described('/submissions/:id/replay', {
  tag: 'Acts',
  summary: 'Repeats a finished submission as a new, linked one.',
  body: {
    ...objectOf({ from: { ...text(), description: 'The first step that is done anew; all without it.' } }),
    required: [],
  },
  answer: { ...taken, means: 'The new submission is stored; `Location` says where it is.' },
  problems: [400, 409, 413, 422],
});

const resolved = described('/submissions/:id/resolve', {
  tag: 'Acts',
  summary: 'Settles a held submission of which it is not proven whether the authority has it: what a person found out.',
  body: resolutionSchema,
  answer: taken,
  problems: [400, 409, 413, 422],
});

const cancelled = described('/submissions/:id/cancel', {
  tag: 'Acts',
  summary: 'Gives a submission up that has nothing out at the authority.',
  answer: { means: 'It is given up.', of: { $ref: 'Submission#' } },
  problems: [409],
});

async function accepted({ engine }: Desk, id: string, reply: FastifyReply) {
  const { state } = await engine.read(id);
  return reply.code(202).send({ id, state, links: { self: `/submissions/${id}` } });
}

/** `{"from": "sealed"}`: the first step that is done anew; without a body, the first of all. */
function fromIn({ body }: FastifyRequest<OfSubmission>): string | undefined {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  const { data } = readJson(body, {}, 'The request');
  const from = typeof data === 'object' && data !== null && 'from' in data ? data.from : undefined;
  if (from === undefined || typeof from === 'string') return from;
  return fail('REQUEST_INVALID', '`from` must be the name of a step.');
}
