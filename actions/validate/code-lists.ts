import type { Artefact } from '../../engine/artefacts.ts';
import { fail } from '../../engine/errors.ts';
import { type CodeList, compileXsd } from '../lib/xsd/index.ts';

/** A code list of an artefact by its name. */
export type CodeListsOf = (name: string) => CodeList | undefined;

/**
 * The code lists of an artefact: of Schematron those in the XPath of its asserts and lets, by their ids and names; else those of
 * the simple types of XML Schemas.
 *
 * @throws ARTEFACT_INVALID
 */
export async function codeListsOf(artefact: Artefact): Promise<CodeListsOf> {
  if (!isSchematron(artefact)) return (name) => compileXsd([artefact]).codeList(name);
  const known = kept.get(artefact.digest);
  if (known !== undefined) return known;
  const made = await read(artefact);
  kept.set(artefact.digest, made);
  if (kept.size > mostKept) for (const oldest of [...kept.keys()].slice(0, 1)) kept.delete(oldest);
  return made;
}

const mostKept = 16;
const kept = new Map<string, CodeListsOf>();

export const isSchematron = ({ files: [main] }: Artefact): boolean => /\.(sch|inc)$/i.test(main?.address ?? '');

/** Schematron's reader is loaded with the first list that is asked for: most features have none. */
async function read({ name, files }: Artefact): Promise<CodeListsOf> {
  const { readCodeLists, SchematronProblem } = await import('../../schematron/index.ts');
  try {
    const lists = readCodeLists(files.map(({ bytes }) => bytes));
    return (list) => {
      const codes = lists(list);
      return codes && { codes, has: (code) => codes.has(code) };
    };
  } catch (thrown) {
    if (!(thrown instanceof SchematronProblem)) throw thrown;
    return fail('ARTEFACT_INVALID', `${name}: ${thrown.message}`, { hint: thrown.action });
  }
}
