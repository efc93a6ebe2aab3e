import type { Loading } from '../../engine/action.ts';
import { type CompiledExpression, nearHint, type Variables } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';
import { ruleIdsOf } from './rule-ids.ts';

/** What a finding of a rule counts as, whatever the rule itself says of it. */
export type Level = 'error' | 'warning' | 'ignored';

/** An entry of `levels`: ids of rules, and when it applies. */
export interface LevelsParameter {
  readonly when?: string;
  readonly error?: readonly string[];
  readonly warning?: readonly string[];
  readonly ignored?: readonly string[];
}

/** The levels that rules have in one run, by id. */
export type LevelsIn = (variables: Variables) => ReadonlyMap<string, Level>;

const words = ['error', 'warning', 'ignored'] as const;
const ids = (description: string) => ({
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  description,
  items: { type: 'string', minLength: 1, description: 'The id of a rule, such as BR-CL-23.' },
});

export const levelsSchema = {
  type: 'array',
  minItems: 1,
  description:
    'What rules of `schematron` count as, where whoever prescribes them says it otherwise than their authors. Of several entries that hold the last one counts.',
  items: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    description: 'Rules by what they count as.',
    properties: {
      when: { type: 'string', pattern: '^=', description: 'When the entry holds: an expression after =.' },
      error: ids('Rules whose findings are errors.'),
      warning: ids('Rules whose findings are warnings.'),
      ignored: ids('Rules whose findings are not told, because others take their place.'),
    },
  },
} as const;

const none: LevelsIn = () => new Map();

/** Undefined when a condition was reported. An id that no rule of `schematron` has is told where its artefacts are at hand. */
export function prepareLevels(
  entries: readonly LevelsParameter[] | undefined,
  schematron: readonly string[],
  loading: Loading,
  at: Position,
): LevelsIn | undefined {
  if (entries === undefined) return none;
  const conditions = entries.map(({ when }, index) =>
    when === undefined ? 'always' : loading.expression(when, below(at, index, 'when'), { expects: 'bool' }),
  );
  loading.whenPulled(schematron, async (artefacts) => reportUnknown(entries, await ruleIdsOf(artefacts), loading, at));
  if (conditions.includes(undefined)) return undefined;
  return (variables) =>
    new Map(entries.filter((_, index) => holds(conditions[index], variables)).flatMap((entry) => levelsOf(entry)));
}

function reportUnknown(
  entries: readonly LevelsParameter[],
  known: ReadonlySet<string>,
  loading: Loading,
  at: Position,
): void {
  for (const [index, entry] of entries.entries())
    for (const level of words)
      for (const [nth, id] of (entry[level] ?? []).entries())
        if (!known.has(id)) {
          const message = `No rule of this step's \`schematron\` has the id ${id}.`;
          loading.report('REFERENCE_UNKNOWN', message, below(at, index, level, nth), nearHint(id, known));
        }
}

const holds = (condition: CompiledExpression | 'always' | undefined, variables: Variables): boolean =>
  condition === 'always' || condition?.evaluate(variables) === true;

const levelsOf = (entry: LevelsParameter): (readonly [string, Level])[] =>
  words.flatMap((level) => (entry[level] ?? []).map((id) => [id, level] as const));
