import { type Problem, TimbreError } from '../../../../engine/errors.ts';
import { Block, Module, type Variables } from '../../../../engine/expression.ts';
import type { Mapping } from '../mapping.ts';
import { emitHtml } from './html.ts';
import { emitJson } from './json.ts';
import { library } from './library.ts';
import { Out } from './out.ts';
import { Place, variableOf } from './place.ts';
import { emitText } from './text.ts';
import { emitXml } from './xml.ts';

/** So many problems are told; a thousand lines with the same mistake need no thousand. */
const mostProblems = 100;

type Write = (variables: Variables, problems: Problem[]) => string;

/**
 * Compiles a mapping to a function that writes text, when it is first called.
 * The writer throws a `TimbreError` with all that is wrong with the data: CODE_UNKNOWN, TEXT_NOT_XML, TEXT_NOT_UNICODE,
 * VALUE_TYPE, EXPRESSION_FAILED.
 */
export function compileWriter(mapping: Mapping): (variables: Variables) => string {
  let write: Write | undefined;
  return (variables) => {
    write ??= generate(mapping);
    const problems: Problem[] = [];
    const text = write(variables, problems);
    if (problems.length > 0) throw new TimbreError(problems.slice(0, mostProblems));
    return text;
  };
}

function generate(mapping: Mapping): Write {
  const block = new Block(new Module());
  for (const slot of mapping.variables) block.define(variableOf(slot), `variables[${JSON.stringify(slot.name)}]`);
  const out = Out.start(new Place(block, mapping.variables));
  emitDocument(out, mapping);
  block.add(`return ${out.flush()};`);
  return block.module.link('write', ['variables', 'problems'], block, library);
}

function emitDocument(out: Out, mapping: Mapping): void {
  switch (mapping.writes) {
    case 'xml':
      emitXml(out, mapping);
      break;
    case 'html':
      emitHtml(out, mapping);
      break;
    case 'json':
      emitJson(out, mapping);
      break;
    case 'text':
      emitText(out, mapping);
  }
}
