import type { Reply } from '../action.ts';
import { type Problem, problem } from '../errors.ts';
import type { Variables } from '../expression.ts';
import type { AuthorityCode, Outcome, OutcomeRule, Outcomes } from '../feature.ts';
import type { StepRecord } from '../record/entry.ts';

export interface Judgement {
  readonly outcome: Outcome;
  readonly problems: readonly Problem[];
}

/**
 * What `outcomes` and `poll` may name of a reply, of which `record` was made: its values, `status`, `notSent`, its documents
 * without their bytes.
 */
export function replyVariables(reply: Reply, { documents }: StepRecord): Record<string, unknown> {
  const known: Record<string, unknown> = {};
  for (const name of Object.keys(reply.documents ?? {})) known[name] = documents[name];
  return Object.assign(known, reply.values, { status: reply.status ?? null, notSent: reply.notSent === true });
}

/** The first outcome that is proven; where none is, or a rule goes wrong, it is `unknown`. */
export function judge(
  outcomes: Outcomes | undefined,
  reply: Reply,
  record: StepRecord,
  variables: Variables,
): Judgement {
  const { step } = record;
  const scope = { reply: replyVariables(reply, record), ...variables };
  for (const rule of outcomes?.rules ?? []) {
    if (holds(rule, reply, scope)) return judgement(rule.outcome, rule, reply, step);
  }
  // That nothing left this machine is proof enough, whatever the feature says.
  return judgement(reply.notSent ? 'unavailable' : 'unknown', undefined, reply, step);
}

/** A question without a usable answer: it says nothing about what became of the document. */
export function unanswered(reply: Reply, step: string): Judgement {
  const message = `The question was not answered: ${whyOf(reply, 'unavailable')}.`;
  const hint = 'Asking changes nothing: resume the run when the authority answers again.';
  return { outcome: 'unavailable', problems: [problem('UNAVAILABLE', message, { hint, step })] };
}

export function codeOf(reply: Reply): string | undefined {
  const code = reply.values?.code;
  return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
}

function holds(rule: OutcomeRule, reply: Reply, scope: Variables): boolean {
  const code = codeOf(reply);
  if (rule.notSent && reply.notSent) return true;
  if (rule.status && reply.status !== undefined && rule.status.includes(reply.status)) return true;
  if (rule.code && code !== undefined && rule.code.includes(code)) return true;
  if (rule.codes && code !== undefined && authorityCode(rule, code)?.outcome === rule.outcome) return true;
  if (!rule.expression) return false;
  try {
    return rule.expression.evaluate(scope) === true;
  } catch {
    // A rule that cannot be evaluated proves nothing.
    return false;
  }
}

function authorityCode(rule: OutcomeRule, code: string): AuthorityCode | undefined {
  return rule.codes && Object.hasOwn(rule.codes, code) ? rule.codes[code] : undefined;
}

function judgement(outcome: Outcome, rule: OutcomeRule | undefined, reply: Reply, step: string): Judgement {
  const code = codeOf(reply);
  const known = rule && code !== undefined ? authorityCode(rule, code) : undefined;
  const said = (known?.message ?? text(reply.values?.message))?.replace(/\.$/, '');
  if (outcome === 'refused') {
    const message = `The authority refused the document${code ? `, code ${code}` : ''}${said ? `: ${said}` : ''}.`;
    return { outcome, problems: [problem('REFUSED', message, { hint: known?.hint, path: known?.path, step })] };
  }
  const why = whyOf(reply, outcome, said);
  if (outcome === 'unavailable')
    return {
      outcome,
      problems: [problem('UNAVAILABLE', `Nothing was accepted: ${why}.`, { hint: known?.hint, step })],
    };
  if (outcome === 'unknown')
    return {
      outcome,
      problems: [problem('OUTCOME_UNKNOWN', `What became of the document is not proven: ${why}.`, { step })],
    };
  return { outcome, problems: [] };
}

function whyOf({ failure, status }: Reply, outcome: Outcome, said?: string): string {
  if (failure !== undefined) return failure.replace(/\.$/, '');
  if (said) return said;
  if (status === undefined) return 'no answer';
  return outcome === 'unknown' ? `the answer (HTTP ${status}) fits no outcome` : `HTTP ${status}`;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
