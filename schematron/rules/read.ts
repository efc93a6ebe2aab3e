import { kinds } from '../tree/index.ts';
import { type Element, elementName, isSchematron, refuse, xsltNamespace } from './element.ts';
import type { RuleSet } from './model.ts';
import { readSchema } from './schema.ts';
import { type ReadFile, Sources } from './sources.ts';
import { readStylesheet } from './stylesheet.ts';

export interface ReadOptions {
  /** The phase; absent = the schema's default, `#ALL` = all patterns. */
  readonly phase?: string;
  /** Reads a file; as a rule from disk. */
  readonly read?: ReadFile;
}

/**
 * Reads a rule set: ISO Schematron with what it includes, or the XSLT that one was compiled to.
 *
 * @throws SchematronProblem where it cannot be read; nothing of it is left out silently
 */
export function readRuleSet(file: string, options: ReadOptions = {}): RuleSet {
  const sources = new Sources(options.read);
  const source = sources.load(file);
  const root: Element = { source, node: source.tree.kind.indexOf(kinds.element) };
  if (isSchematron(root, 'schema')) return readSchema(root, sources, options.phase);
  const { uri, local } = elementName(root);
  if (uri === xsltNamespace && (local === 'stylesheet' || local === 'transform')) return readStylesheet(root, sources);
  return refuse('SCHEMATRON_INVALID', root, `The root element is ${local}, neither sch:schema nor xsl:stylesheet.`);
}
