import { TimbreError } from '../../../../engine/errors.ts';
import type { Variables } from '../../../../engine/expression.ts';
import type { Frame, Mapping } from '../mapping.ts';
import type { Write } from './header.ts';
import { compileHtml } from './html.ts';
import { compileJson } from './json.ts';
import { compileText } from './text.ts';
import { compileXml } from './xml.ts';

/** So many problems are told; a thousand lines with the same mistake need no thousand. */
const mostProblems = 100;

/**
 * Compiles a mapping once to closures that write text.
 * The writer throws a `TimbreError` with all that is wrong with the data: CODE_UNKNOWN, TEXT_NOT_XML, TEXT_NOT_UNICODE,
 * VALUE_TYPE, EXPRESSION_FAILED.
 */
export function compileWriter(mapping: Mapping): (variables: Variables) => string {
  const write = compileBody(mapping);
  return (variables) => {
    const frame: Frame = { values: [], variables: { ...variables }, problems: [] };
    for (const name of mapping.variables) frame.values.push(variables[name]);
    const text = write(frame);
    if (frame.problems.length > 0) throw new TimbreError(frame.problems.slice(0, mostProblems));
    return text;
  };
}

function compileBody(mapping: Mapping): Write {
  switch (mapping.writes) {
    case 'xml':
      return compileXml(mapping);
    case 'html':
      return compileHtml(mapping);
    case 'json':
      return compileJson(mapping);
    case 'text':
      return compileText(mapping);
  }
}
