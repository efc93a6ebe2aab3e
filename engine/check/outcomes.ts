import type { ActionStep, AuthorityCode, OutcomeRule } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import { entriesOf } from './entries.ts';
import type { Known } from './known.ts';
import type { Parts } from './parts.ts';
import type { MatcherYaml, OutcomesYaml } from './shapes.ts';
import { validatorOf } from './validators.ts';

/** The rules in the order they are written; a list under one outcome is as many rules. */
export function compileOutcomes(
  parts: Parts,
  yaml: OutcomesYaml | undefined,
  at: Position,
  compiling: Compiling,
  leaves: Known,
): Pick<ActionStep, 'outcomes'> {
  if (!yaml || parts.report.isBroken(at)) return {};
  const rules: OutcomeRule[] = [];
  for (const [outcome, written] of entriesOf(yaml)) {
    for (const [index, each] of [written].flat().entries()) {
      const place = Array.isArray(written) ? below(at, outcome, index) : below(at, outcome);
      if (typeof each === 'string') {
        const expression = compileValue(parts.report, each, place, compiling, 'bool');
        if (expression) rules.push({ outcome, expression });
      } else rules.push(matcher(parts, outcome, each, place, leaves));
    }
  }
  return { outcomes: { rules } };
}

function matcher(
  parts: Parts,
  outcome: OutcomeRule['outcome'],
  { code, status, notSent, codes }: MatcherYaml,
  at: Position,
  leaves: Known,
): OutcomeRule {
  if ((code || codes !== undefined) && !leaves.opaque && !Object.hasOwn(leaves.values, 'code')) {
    const message = 'Codes are compared with the value `code` of the reply, and the step takes none out of it.';
    const hint = 'Say under with: reply: values: where the code stands.';
    parts.report.at('REFERENCE_UNKNOWN', message, below(at, code ? 'code' : 'codes'), { part: 'key', hint });
  }
  const table = codes === undefined ? undefined : codeTable(parts, codes, below(at, 'codes'));
  return {
    outcome,
    ...(code ? { code } : {}),
    ...(status ? { status } : {}),
    ...(notSent ? { notSent } : {}),
    ...(table ? { codes: table } : {}),
  };
}

function codeTable(parts: Parts, name: string, at: Position): Readonly<Record<string, AuthorityCode>> | undefined {
  const file = parts.sources.file(name, at);
  if (!file || !parts.report.schema(validatorOf.codes(), file.data, { file, path: [] })) return undefined;
  return file.data;
}
