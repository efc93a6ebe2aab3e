import type { FastifyRequest } from 'fastify';
import { fail, filterWords, firstDayOf, isDay, type RunFilter } from '../../engine/index.ts';
import { callerOf } from '../access/index.ts';
import type { Desk } from '../desk.ts';
import { onlyFilters } from '../filters.ts';

/** What the list is asked for. */
export interface Query {
  readonly from?: string;
  readonly until?: string;
  readonly legalEntity?: string;
  readonly state?: string;
  readonly outcome?: string;
  readonly says?: string;
  readonly before?: string;
  readonly limit?: string;
}

const names = ['from', 'until', 'legalEntity', 'state', 'outcome', 'says', 'before', 'limit'];

/** Of the last days, where nothing else is asked for; and of the caller's own legal entities, whatever is asked for. */
export function filterOf({ clock }: Desk, request: FastifyRequest<{ Querystring: Query }>): RunFilter {
  const { query } = request;
  onlyFilters(query, names);
  const { legalEntities } = callerOf(request);
  const asked = query.legalEntity?.split(',');
  const own = legalEntities && [...legalEntities];
  const until = dayOf('until', query.until) ?? clock.now().toISOString().slice(0, 10);
  const from = dayOf('from', query.from) ?? firstDayOf(until);
  if (from > until) fail('REQUEST_INVALID', `\`from\` is ${from}, which is after \`until\`, ${until}.`);
  return {
    until,
    from,
    legalEntities: own ? (asked?.filter((each) => own.includes(each)) ?? own) : asked,
    states: oneOf('state', query.state, filterWords.states),
    outcomes: oneOf('outcome', query.outcome, filterWords.outcomes),
    says: oneOf('says', query.says, filterWords.says),
    before: query.before,
  };
}

/** What is no such word would find nothing, and nothing found reads like nothing to do. */
function oneOf(name: string, given: string | undefined, known: readonly string[]): string[] | undefined {
  const asked = given?.split(',');
  const wrong = asked?.find((each) => !known.includes(each));
  if (wrong !== undefined)
    fail('REQUEST_INVALID', `\`${name}\` is one of ${known.join(', ')}, or several with commas.`);
  return asked;
}

function dayOf(name: string, given: string | undefined): string | undefined {
  if (given === undefined || isDay(given)) return given;
  return fail('REQUEST_INVALID', `\`${name}\` must be a day such as 2026-11-22.`);
}

export function limitOf(given = '50'): number {
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 500) return limit;
  return fail('REQUEST_INVALID', '`limit` must be a whole number from 1 to 500.');
}
