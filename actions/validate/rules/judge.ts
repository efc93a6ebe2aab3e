import { type Problem, problem, TimbreError } from '../../../engine/errors.ts';
import { asText, type Variables } from '../../../engine/expression.ts';
import { placeOf } from '../../../engine/source.ts';
import type { CodeList } from '../../lib/xsd/index.ts';
import type { Rule } from './rule.ts';

/** The code lists at hand: undefined for an artefact that was not pulled, a function by type name for one that was. */
export type Lists = ReadonlyMap<string, ((typeName: string) => CodeList | undefined) | undefined>;

/** Judges business data by rules; stops at `most` problems. */
export function judge(rules: readonly Rule[], variables: Variables, lists: Lists, most: number): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (found: readonly Problem[]) => problems.push(...found.slice(0, most));
  for (const rule of rules) {
    if (problems.length >= most) break;
    if ('artefact' in rule.check && lists.get(rule.check.artefact) === undefined) continue;
    const judgeOne = (bound: Variables) => {
      if (problems.length < most) add(guarded(rule, bound, () => judgeRule(rule, bound, lists)));
    };
    const judgeAll = () => {
      if (rule.loops.length === 0) judgeOne(variables);
      // One set of variables for all rounds: nothing that is evaluated keeps it, and copies cost more than the judging.
      else loop(rule, 0, { ...variables }, judgeOne);
      return [];
    };
    add(guarded(rule, variables, judgeAll));
  }
  return problems.slice(0, most);
}

function loop(rule: Rule, depth: number, bound: Record<string, unknown>, judgeOne: (bound: Variables) => void): void {
  const each = rule.loops[depth];
  if (each === undefined) {
    judgeOne(bound);
    return;
  }
  const list = each.list.evaluate(bound);
  if (!Array.isArray(list)) return;
  for (let index = 0; index < list.length; index++) {
    bound[each.item] = list[index];
    bound[each.index] = index;
    loop(rule, depth + 1, bound, judgeOne);
  }
}

/** An expression that goes wrong on this data is a problem of its rule, not the end of all others. */
function guarded(rule: Rule, variables: Variables, work: () => readonly Problem[]): readonly Problem[] {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof TimbreError)) throw thrown;
    return thrown.problems.map((each) => ({
      ...each,
      message: `${rule.id}: ${each.message}`,
      path: each.path ?? rule.path?.fill(variables) ?? '',
      place: each.place ?? placeOf(rule.at),
    }));
  }
}

function judgeRule(rule: Rule, variables: Variables, lists: Lists): readonly Problem[] {
  const { check, when } = rule;
  if (when !== undefined && when.evaluate(variables) !== true) return [];
  if ('holds' in check) {
    if (check.holds.evaluate(variables) === true) return [];
    return [broken(rule, 'RULE_FAILED', rule.message?.fill(variables) ?? '', variables)];
  }
  const list = lists.get(check.artefact)?.(check.list);
  if (list === undefined) {
    const message = `${rule.id}: ${check.artefact} has no simple type ${check.list}.`;
    return [problem('CODE_LIST_UNKNOWN', message, { place: placeOf(rule.at) })];
  }
  return textsOf(check.value.evaluate(variables))
    .filter((code) => !list.has(code))
    .map((code) => {
      const message = rule.message?.fill(variables) ?? `"${code}" is not in the code list ${check.list}.`;
      return broken(rule, 'CODE_UNKNOWN', message, variables, codesOf(list));
    });
}

function broken(
  rule: Rule,
  code: 'RULE_FAILED' | 'CODE_UNKNOWN',
  message: string,
  variables: Variables,
  hint?: string,
): Problem {
  return problem(code, `${rule.id}: ${message}`, {
    severity: rule.severity,
    hint: rule.hint?.fill(variables) ?? hint,
    path: rule.path?.fill(variables),
    place: placeOf(rule.at),
  });
}

/** An absent value is for the schema to miss, not for a code list. */
function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  const text = value === null || value === undefined ? undefined : asText(value);
  return text === undefined || text === '' ? [] : [text];
}

const mostShown = 30;

const codesOf = ({ codes }: CodeList): string | undefined =>
  codes !== undefined && codes.size <= mostShown ? `Use one of ${[...codes].join(', ')}.` : undefined;
