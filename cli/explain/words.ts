import type { ActionStep, OutcomeRule, Pace, Poll, Recover, Retry } from '../../engine/index.ts';
import type { OutcomeStory } from './story.ts';

/** How a step is repeated, waited for and asked about, in sentences. */
export function wordsOf({ repeatSafe, retry, poll, pace, recover, action }: ActionStep): string[] {
  return [
    ...(repeatSafe ? ['A read: asking again changes nothing.'] : []),
    ...(action.effect === 'secret' ? ['Its first output is kept: signed once, the same bytes ever after.'] : []),
    ...(retry ? [retryWords(retry)] : []),
    ...(poll ? [`${pollWords(poll)} The run is parked between.`] : []),
    ...(pace ? [paceWords(pace)] : []),
    ...(recover ? recoverWords(recover) : []),
  ];
}

const retryWords = ({ attempts, first, longest }: Retry): string =>
  `When proven that nothing changed, done again: ${times(attempts)} in all, first after ${span(first)}, at most ${span(longest)} apart.`;

function paceWords({ name, rate, concurrency, per }: Pace): string {
  const most = [
    ...(rate ? [`${rate.count} in ${span(rate.period)}`] : []),
    ...(concurrency === undefined ? [] : [`${concurrency} at once`]),
  ].join(', ');
  return `At most ${most}, ${per === 'legalEntity' ? 'for each legal entity, ' : ''}of all requests of ${name}.`;
}

export const pollWords = ({ until, every, deadline }: Poll): string =>
  `Asked every ${span(every)} until ${until.source}; for ${span(deadline)} at most.`;

export const askedWords = ({ every, attempts }: Recover): string =>
  `Asked when the outcome is unknown or duplicate, every ${span(every)}, ${times(attempts)} at most`;

function recoverWords(recover: Recover): string[] {
  const { found, absent, same, settle, startWithin } = recover;
  const next = absent
    ? `It is not there only when ${absent.source}, said ${span(settle)} after the sending or later: then it is sent again.`
    : 'That it is not there is never taken for proven: it is not sent again.';
  return [
    `The request leaves within ${span(startWithin)} or not at all.`,
    `${askedWords(recover)}; then a person must look.`,
    `It is there when ${found.source}.`,
    ...(same ? [`What is there is what was sent when ${same.source}; otherwise a person must look.`] : []),
    next,
  ];
}

/** What proves each outcome, in the order of proof; nothing proven is `unknown`. */
export function outcomesOf({ outcomes }: ActionStep): OutcomeStory[] {
  const told = new Map<string, { proof: string[]; codes: number }>();
  for (const rule of outcomes?.rules ?? []) {
    const one = told.get(rule.outcome) ?? { proof: [], codes: 0 };
    one.proof.push(...proofsOf(rule));
    one.codes += (rule.code?.length ?? 0) + tableOf(rule).length;
    told.set(rule.outcome, one);
  }
  return [...told].map(([outcome, rest]) => ({ outcome, ...rest }));
}

function proofsOf(rule: OutcomeRule): string[] {
  const { expression, code, status, notSent } = rule;
  const table = tableOf(rule);
  return [
    ...(expression ? [expression.source] : []),
    ...(code ? [`code ${code.join(', ')}`] : []),
    ...(table.length > 0 ? [`${table.length} ${table.length === 1 ? 'code' : 'codes'} of the authority's table`] : []),
    ...(status ? [`HTTP status ${status.join(', ')}`] : []),
    ...(notSent ? ['nothing left this machine'] : []),
  ];
}

const tableOf = ({ codes = {}, outcome }: OutcomeRule): string[] =>
  Object.keys(codes).filter((code) => codes[code]?.outcome === outcome);

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** `5 s`, `90 s`, `10 min`, `72 h`, `30 days`. */
export function span(milliseconds: number): string {
  const units: readonly [number, string][] = [
    [86_400_000, 'days'],
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ];
  const [size, unit] = units.find(([each]) => milliseconds >= each * 2 && milliseconds % each === 0) ?? [1000, 's'];
  return `${milliseconds / size} ${unit}`;
}
