import type { Loading } from '../../../engine/action.ts';
import type { Artefact } from '../../../engine/artefacts.ts';
import { nearNames } from '../../../engine/expression.ts';
import type { Position } from '../../../engine/source.ts';
import { isSchematron } from '../code-lists.ts';
import { ruleIdsOf } from '../rule-ids.ts';

/**
 * Reports a code list that the artefact does not have. A rule of that id whose test names no codes is another mistake than a
 * name that is not there.
 */
export async function reportUnlisted(
  list: string,
  artefacts: readonly Artefact[],
  loading: Loading,
  at: Position,
): Promise<void> {
  const names = artefacts.map(({ name }) => name).join(', ');
  const ids = await ruleIdsOf(artefacts.filter(isSchematron));
  if (ids.has(list)) {
    const hint = 'Write the codes themselves into the rule: check: =… in ["A", "B"], without `value`.';
    loading.report('CODE_LIST_UNKNOWN', `${names} has the rule ${list}, but no codes stand in its test.`, at, hint);
    return;
  }
  const near = nearNames(list, ids).map((id) => `\`${id}\``);
  const hint = near.length === 0 ? undefined : `Did you mean ${near.join(' or ')}?`;
  loading.report('CODE_LIST_UNKNOWN', `${names} has no code list ${list}.`, at, hint);
}
