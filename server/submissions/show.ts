import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access/index.ts';
import { described, listOf, objectOf, text } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { filterOf, limitOf, type Query } from './filter.ts';
import { laterFor, type OfSubmission, ownedLog, reportFor } from './owned.ts';
import { toldEntry, toldLater, toldSummary } from './told.ts';

/** How submissions stand. */
export function show(app: FastifyInstance, desk: Desk): void {
  app.get<OfSubmission>('/submissions/:id', { config: { scope: 'read' }, schema: one }, async (request) => {
    const { id, log } = await ownedLog(desk, request);
    return reportFor(desk, callerOf(request), id, log);
  });
  app.get<OfSubmission>('/submissions/:id/log', { config: { scope: 'read' }, schema: logOfOne }, async (request) => {
    const { id, log } = await ownedLog(desk, request);
    const later = await laterFor(desk, callerOf(request), id);
    return { id, entries: log.map(toldEntry), later: later.map(toldLater) };
  });
  app.get<{ Querystring: Query }>('/submissions', { config: { scope: 'read' }, schema: page }, async (request) => {
    const limit = limitOf(request.query.limit);
    const page: ReturnType<typeof toldSummary>[] = [];
    for await (const summary of desk.engine.list(filterOf(desk, request))) {
      page.push(toldSummary(summary));
      if (page.length === limit) break;
    }
    const last = page.at(-1);
    return { submissions: page, next: page.length === limit && last ? last.id : null };
  });
}

const one = described('/submissions/:id', {
  tag: 'Submissions',
  summary: 'How a submission stands: state, outcome, values such as the UUID, problems, documents.',
  answer: { means: 'How it stands.', of: { $ref: 'Submission#' } },
});

const logOfOne = described('/submissions/:id/log', {
  tag: 'Submissions',
  summary: 'The record of a submission: every step, every attempt, what the authority answered.',
  answer: {
    means: 'The entries, and what came later, each the oldest first.',
    of: objectOf({ id: text(), entries: listOf('Entry'), later: listOf('Later') }),
  },
});

const page = described('/submissions', {
  tag: 'Submissions',
  summary: "The submissions of the caller's legal entities, the newest first, page by page.",
  query: {
    from: {
      type: 'string',
      format: 'date',
      description: 'The first day of submission, in UTC; 30 days before `until` without it.',
    },
    until: { type: 'string', format: 'date', description: 'The last day of submission, in UTC; today without it.' },
    legalEntity: { type: 'string', description: 'Of these only, with commas between them.' },
    state: { type: 'string', description: 'In these states, with commas between them.' },
    outcome: {
      type: 'string',
      description: 'With these outcomes, with commas between them; `none` before there is one.',
    },
    says: {
      type: 'string',
      description:
        'Those that say this of another one, with commas between them: `refused` finds what buyers rejected.',
    },
    before: { type: 'string', description: 'Older than this one: `next` of the page before.' },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50, description: 'How many on a page.' },
  },
  answer: {
    means: 'A page.',
    of: objectOf({ submissions: listOf('Summary'), next: { anyOf: [text(), { type: 'null' }] } }),
  },
  problems: [422],
});
