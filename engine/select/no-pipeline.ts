import { type Problem, problem } from '../errors.ts';
import { nearNames } from '../expression/near.ts';
import type { Candidate, Context, Misfit } from './candidate.ts';

/** So many candidates are told of; the others fit no better. */
const most = 3;

/**
 * NO_PIPELINE, with the candidates that are nearest to what was asked for, and what differs of each: those for another day before all
 * others, then those with the fewest values that are something else, a misspelt one before any other, then those with the
 * fewest that are not given.
 */
export function noPipeline(candidates: readonly Candidate[], context: Context): Problem {
  const said = Object.entries(context).map(([field, value]) => `${field}=${value}`);
  const message = said.length > 0 ? `No pipeline applies to ${said.join(', ')}.` : 'No pipeline applies.';
  const otherDay = candidates.filter(({ day }) => day !== undefined);
  if (otherDay.length > 0) {
    return problem('NO_PIPELINE', message, { path: otherDay[0]?.day?.field, hint: linesOf(otherDay) });
  }
  const ranked = candidates.map((each) => ({ ...each, rank: rankOf(each) })).sort((a, b) => compare(a.rank, b.rank));
  const nearest = ranked.filter(({ rank }) => compare(rank, ranked[0]?.rank ?? []) === 0);
  const close = ranked.filter(({ rank }) => rank[0] === ranked[0]?.rank[0]);
  const fields = new Set(nearest.flatMap(({ misfits }) => misfits.map(({ field }) => field)));
  const [only] = fields.size === 1 ? fields : [];
  // Of many that differ in one field each, its values say more than their names.
  const choice = nearest.length > most && nearest.every(({ misfits }) => misfits.length === 1);
  return problem('NO_PIPELINE', message, {
    ...(only !== undefined && { path: `context.${only}` }),
    hint: choice ? choicesOf(nearest) : linesOf(close),
  });
}

function rankOf({ misfits }: Candidate): readonly number[] {
  const wrong = misfits.filter(({ value }) => value !== undefined);
  const other = wrong.filter(({ value = '', wanted }) => nearNames(value, wanted).length === 0);
  return [other.length, wrong.length, misfits.length - wrong.length];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((each, index) => each !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}

function choicesOf(candidates: readonly Candidate[]): string {
  const fields = new Map<string, Misfit>();
  for (const misfit of candidates.flatMap(({ misfits }) => misfits)) {
    const wanted = [...(fields.get(misfit.field)?.wanted ?? []), ...misfit.wanted];
    fields.set(misfit.field, { ...misfit, wanted: [...new Set(wanted)].sort() });
  }
  return [...fields.values()].map((each) => `${isOf(each)}, must be ${each.wanted.join(' or ')}`).join('\n  or ');
}

function linesOf(candidates: readonly Candidate[]): string | undefined {
  const lines = candidates.slice(0, most).map(({ name, misfits, day }) => {
    const against = misfits.map((each) => `${isOf(each)}, must be ${each.wanted.join(' or ')}`);
    return `${name}: ${[...against, ...(day ? [day.against] : [])].join('; ')}`;
  });
  const others = candidates.length - lines.length;
  if (others > 0) lines.push(`and ${others} ${others === 1 ? 'other, that is' : 'others, that are'} no nearer`);
  return lines.length > 0 ? lines.join('\n  ') : undefined;
}

const isOf = ({ field, value }: Misfit): string => `${field} ${value === undefined ? 'is not given' : `is ${value}`}`;
