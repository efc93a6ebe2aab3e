import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail, type RunFilter } from '../../engine/index.ts';
import type { Desk } from '../desk.ts';
import { callerOf } from '../server.ts';
import { type OfSubmission, ownedLog } from './owned.ts';
import { toldEntry, toldReport, toldSummary } from './told.ts';

interface Query {
  readonly from?: string;
  readonly until?: string;
  readonly legalEntity?: string;
  readonly state?: string;
  readonly outcome?: string;
  readonly before?: string;
  readonly limit?: string;
}

/** How submissions stand. */
export function show(app: FastifyInstance, desk: Desk): void {
  app.get<OfSubmission>('/submissions/:id', { config: { scope: 'read' } }, async (request) => {
    const { id, log } = await ownedLog(desk, request);
    const [first] = log;
    const submission = first?.type === 'scheduled' ? first.submission : { context: {} };
    return toldReport(await desk.engine.read(id), submission);
  });
  app.get<OfSubmission>('/submissions/:id/log', { config: { scope: 'read' } }, async (request) => {
    const { id, log } = await ownedLog(desk, request);
    return { id, entries: log.map(toldEntry) };
  });
  app.get<{ Querystring: Query }>('/submissions', { config: { scope: 'read' } }, async (request) => {
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

const month = 30 * 86_400_000;

/** Of the last 30 days, where nothing else is asked for; and of the caller's own legal entities, whatever is asked for. */
function filterOf({ clock }: Desk, request: FastifyRequest<{ Querystring: Query }>): RunFilter {
  const { query } = request;
  const { legalEntities } = callerOf(request);
  const asked = query.legalEntity?.split(',');
  const own = legalEntities && [...legalEntities];
  const until = dayOf('until', query.until) ?? clock.now().toISOString().slice(0, 10);
  return {
    until,
    from: dayOf('from', query.from) ?? new Date(Date.parse(until) - month).toISOString().slice(0, 10),
    legalEntities: own ? (asked?.filter((each) => own.includes(each)) ?? own) : asked,
    states: query.state?.split(','),
    outcomes: query.outcome?.split(','),
    before: query.before,
  };
}

function dayOf(name: string, given: string | undefined): string | undefined {
  if (given === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(given) && !Number.isNaN(Date.parse(given)))) return given;
  return fail('REQUEST_INVALID', `\`${name}\` must be a day such as 2026-11-22.`);
}

function limitOf(given = '50'): number {
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  return fail('REQUEST_INVALID', '`limit` must be a whole number from 1 to 500.');
}
