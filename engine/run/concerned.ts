import { type Problem, problem } from '../errors.ts';
import type { CompiledExpression, Variables } from '../expression.ts';
import type { Concerns } from '../feature.ts';
import type { Spoken } from '../record/entry.ts';
import { Journal } from '../record/journal.ts';
import { businessData } from './business.ts';
import { issuerOf } from './identity.ts';
import { toValue } from './values.ts';
import type { Work } from './work.ts';

export interface Concerned {
  readonly concerns?: Spoken;
  /** Warnings: that nothing was linked, and why. */
  readonly problems: readonly Problem[];
}

/**
 * Finds the run that issued the document which this one's speaks of: of the same feature and environment, by its identity, and of the same
 * legal entity. One that somebody else's document may not speak of is not linked, nor is anything told of another legal entity's.
 * A submission that was handed over with its `original` speaks of that.
 */
export async function concerned(work: Work, variables: Variables): Promise<Concerned> {
  const { concerns } = work.pipeline;
  if (concerns === undefined) return { problems: [] };
  const parts = concerns.identity.map((part) => toValue(part.evaluate(variables)));
  const identity = parts.map((part) => (part === null ? '' : String(part)));
  const said = concerns.says.find(({ expression }) => holds(expression, variables))?.said;
  const spoken = { identity, ...(said === undefined ? {} : { says: said }) };
  const given = work.state.submission.original?.run;
  if (given !== undefined) return { concerns: { ...spoken, run: given }, problems: [] };
  const { run, problems } = await find(work, concerns, identity, variables);
  return { concerns: run === undefined ? spoken : { ...spoken, run }, problems };
}

async function find(
  work: Work,
  concerns: Concerns,
  identity: readonly string[],
  variables: Variables,
): Promise<{ readonly run?: string; readonly problems: readonly Problem[] }> {
  const { ports, feature } = work;
  const named = feature.pipelines[concerns.pipeline]?.identity.length ?? 0;
  const told = { parts: identity, named };
  const issuer = identity.includes('') ? undefined : await issuerOf(ports, feature.id, concerns.pipeline, told);
  const original = issuer === undefined ? undefined : await Journal.open(ports.store, issuer);
  const { legalEntity } = work.state.submission.context;
  if (original === undefined || original.state.submission.context.legalEntity !== legalEntity) {
    const ours = `no submission${legalEntity === undefined ? '' : ` of ${legalEntity}`} that is still kept issued that`;
    return { problems: [warning('ORIGINAL_UNKNOWN', `It speaks of ${identity.join(', ')}: ${ours}.`)] };
  }
  const { run, state } = original;
  if (concerns.when === undefined) return { run, problems: [] };
  const { result, input } = state;
  const found = { run, values: result?.values ?? {}, input };
  const known = await businessData(undefined, found, (record) => work.documents.read(record));
  if (holds(concerns.when, { ...variables, original: known.original })) return { run, problems: [] };
  const message = `It speaks of ${identity.join(', ')}, but not as the one whom that document is for: \`${concerns.when.source}\` does not hold.`;
  return { problems: [warning('ORIGINAL_DIFFERS', message)] };
}

/** A rule that cannot be evaluated proves nothing. */
function holds(rule: CompiledExpression, variables: Variables): boolean {
  try {
    return rule.evaluate(variables) === true;
  } catch {
    return false;
  }
}

const warning = (code: 'ORIGINAL_UNKNOWN' | 'ORIGINAL_DIFFERS', message: string): Problem =>
  problem(code, message, { severity: 'warning' });
