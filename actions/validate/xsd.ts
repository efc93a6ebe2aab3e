import type { Artefact } from '../../engine/artefacts.ts';
import { type Problem, problem } from '../../engine/errors.ts';
import { compileXsd, type Violation } from '../lib/xsd/index.ts';

/** Every violation of an XML Schema. */
export const violationsIn = (artefacts: readonly Artefact[], bytes: Uint8Array): readonly Violation[] =>
  compileXsd(artefacts).validate(bytes);

/** The message has line, column and XPath in the document; `origin` tells where in the business data that came from. */
export const asProblem = (violation: Violation, origin: (path: string) => string | undefined): Problem =>
  problem('XSD_INVALID', `${placeOf(violation)}: ${violation.message}`, {
    path: violation.xpath && origin(violation.xpath),
  });

const placeOf = ({ line, column, xpath }: Violation): string =>
  `line ${line}${column === undefined ? '' : `:${column}`}${xpath === undefined ? '' : `, ${xpath}`}`;
