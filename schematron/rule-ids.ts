import { readWritten } from './written.ts';

/**
 * The ids of all asserts and reports that stand in the files of an ISO Schematron. Nothing is compiled.
 *
 * @throws SchematronProblem XML_… where one is no XML
 */
export function readRuleIds(files: readonly Uint8Array[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { local, attribute } of readWritten(files).elements) {
    const id = local === 'assert' || local === 'report' ? attribute('id') : undefined;
    if (id !== undefined) ids.add(id);
  }
  return ids;
}
