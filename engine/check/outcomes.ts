import type { ActionStep, AuthorityCode, OutcomeRule } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import type { Known } from './known.ts';
import type { Parts } from './parts.ts';
import { validatorOf } from './validators.ts';

interface MatcherYaml {
  readonly code?: readonly string[];
  readonly status?: readonly number[];
  readonly notSent?: true;
  readonly codes?: string;
}

/** The rules in the order they are written; a list under one outcome is as many rules. */
export function compileOutcomes(
  parts: Parts,
  yaml: Readonly<Record<string, unknown>> | undefined,
  at: Position,
  compiling: Compiling,
  leaves: Known,
): Pick<ActionStep, 'outcomes'> {
  if (!yaml || parts.report.isBroken(at)) return {};
  const rules: OutcomeRule[] = [];
  for (const [name, written] of Object.entries(yaml)) {
    const outcome = name as OutcomeRule['outcome'];
    const list: readonly [unknown, Position][] = Array.isArray(written)
      ? written.map((each, index) => [each, below(at, name, index)])
      : [[written, below(at, name)]];
    for (const [each, place] of list) {
      if (typeof each === 'string') {
        const expression = compileValue(parts.report, each, place, compiling, 'bool');
        if (expression) rules.push({ outcome, expression });
      } else rules.push(matcher(parts, outcome, each as MatcherYaml, place, leaves));
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
  if (!file || !parts.report.schema(validatorOf('codes'), file.data, { file, path: [] })) return undefined;
  return file.data as Readonly<Record<string, AuthorityCode>>;
}
