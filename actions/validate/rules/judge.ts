import { type Problem, problem, TimbreError } from '../../../engine/errors.ts';
import { asText, type Scope, type Variables } from '../../../engine/expression.ts';
import { placeOf } from '../../../engine/source.ts';
import type { CodeList } from '../../lib/xsd/index.ts';
import { compileDoubt, type Doubt } from './acceptance.ts';
import type { Rule } from './rule.ts';

/** The code lists at hand: undefined for an artefact that was not pulled, a function by type name for one that was. */
export type Lists = ReadonlyMap<string, ((typeName: string) => CodeList | undefined) | undefined>;

/** Judges business data; stops at `most` problems. */
export type Judge = (variables: Variables, lists: Lists, most: number) => readonly Problem[];

/** A judge by these rules, over the names of a scope. While a feature is `measured` every expression is evaluated. */
export function createJudge(rules: readonly Rule[], scope: Scope, measured: boolean): Judge {
  const all = new Set(rules.keys());
  let doubt: Doubt | undefined = measured ? () => all : undefined;
  return (variables, lists, most) => {
    doubt ??= compileDoubt(rules, scope);
    const doubtful = doubt(
      variables,
      rules.map((rule) => listOf(rule, lists)),
    );
    return doubtful.size === 0
      ? none
      : judge(
          rules.filter((_, number) => doubtful.has(number)),
          variables,
          lists,
          most,
        );
  };
}

const listOf = ({ check }: Rule, lists: Lists): CodeList | undefined =>
  'list' in check ? lists.get(check.artefact)?.(check.list) : undefined;

function judge(rules: readonly Rule[], variables: Variables, lists: Lists, most: number): readonly Problem[] {
  const problems: Problem[] = [];
  // One set of variables for the loops of all rules: nothing that is evaluated keeps it, and copies cost more than judging.
  let shared: Record<string, unknown> | undefined;
  for (const rule of rules) {
    if (problems.length >= most) break;
    const test = testOf(rule, lists);
    if (test === undefined) continue;
    const judgeOne = (bound: Variables) => {
      if (problems.length < most) problems.push(...guarded(rule, bound, () => test(bound)));
    };
    if (rule.loops.length === 0) {
      judgeOne(variables);
      continue;
    }
    shared ??= { ...variables };
    const bound = rule.hides ? { ...variables } : shared;
    problems.push(...guarded(rule, variables, () => loop(rule, 0, bound, judgeOne)));
  }
  return problems.slice(0, most);
}

type Test = (variables: Variables) => readonly Problem[];

const none: readonly Problem[] = [];

/** What one round of a rule is judged by; undefined where the artefact that it needs was not pulled. */
function testOf(rule: Rule, lists: Lists): Test | undefined {
  const { check, when } = rule;
  const applies = (variables: Variables) => when === undefined || when.evaluate(variables) === true;
  if ('holds' in check) {
    return (variables) =>
      !applies(variables) || check.holds.evaluate(variables) === true
        ? none
        : [broken(rule, 'RULE_FAILED', rule.message?.fill(variables) ?? '', variables)];
  }
  const listOf = lists.get(check.artefact);
  if (listOf === undefined) return undefined;
  const list = listOf(check.list);
  if (list !== undefined) {
    return (variables) =>
      applies(variables) ? unlisted(rule, list, check.list, check.value.evaluate(variables), variables) : none;
  }
  const message = `${rule.id}: ${check.artefact} has no code list ${check.list}.`;
  const unknown = problem('CODE_LIST_UNKNOWN', message, { place: placeOf(rule.at) });
  return (variables) => (applies(variables) ? [unknown] : none);
}

function unlisted(rule: Rule, list: CodeList, name: string, value: unknown, variables: Variables): readonly Problem[] {
  if (typeof value === 'string' && list.has(value)) return none;
  return textsOf(value)
    .filter((code) => !list.has(code))
    .map((code) => {
      const message = rule.message?.fill(variables) ?? `"${code}" is not in the code list ${name}.`;
      return broken(rule, 'CODE_UNKNOWN', message, variables, codesOf(list));
    });
}

function loop(rule: Rule, depth: number, bound: Record<string, unknown>, judgeOne: (bound: Variables) => void) {
  const each = rule.loops[depth];
  if (each === undefined) {
    judgeOne(bound);
    return none;
  }
  const list = each.list.evaluate(bound);
  if (!Array.isArray(list)) return none;
  for (let index = 0; index < list.length; index++) {
    bound[each.item] = list[index];
    bound[each.index] = index;
    loop(rule, depth + 1, bound, judgeOne);
  }
  return none;
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
