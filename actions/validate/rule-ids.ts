import type { Artefact } from '../../engine/artefacts.ts';
import { fail } from '../../engine/errors.ts';

/**
 * The ids of all rules of the Schematron of artefacts.
 *
 * @throws ARTEFACT_INVALID
 */
export async function ruleIdsOf(artefacts: readonly Artefact[]): Promise<ReadonlySet<string>> {
  const { readRuleIds, SchematronProblem } = await import('../../schematron/index.ts');
  const ids = artefacts.map(({ name, files }) => {
    try {
      return readRuleIds(files.map(({ bytes }) => bytes));
    } catch (thrown) {
      if (!(thrown instanceof SchematronProblem)) throw thrown;
      return fail('ARTEFACT_INVALID', `${name}: ${thrown.message}`, { hint: thrown.action });
    }
  });
  return new Set(ids.flatMap((each) => [...each]));
}
