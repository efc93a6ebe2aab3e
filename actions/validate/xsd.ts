import type { Artefact } from '../../engine/artefacts.ts';
import { type Problem, problem } from '../../engine/errors.ts';
import { withXml } from '../lib/xml/index.ts';
import { compileXsd, type Violation } from '../lib/xsd/index.ts';

/** Every violation of an XML Schema; the message has line, column and XPath in the document. */
export function checkXsd(artefacts: readonly Artefact[], bytes: Uint8Array): readonly Problem[] {
  const violations = withXml(bytes, (tree) => compileXsd(artefacts).validate(tree));
  return violations.map((each) => problem('XSD_INVALID', `${placeOf(each)}: ${each.message}`));
}

const placeOf = ({ line, column, xpath }: Violation): string =>
  `line ${line}${column === undefined ? '' : `:${column}`}${xpath === undefined ? '' : `, ${xpath}`}`;
