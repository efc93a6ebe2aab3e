import type { XsltContexts } from './context.ts';
import {
  childNodes,
  type Element,
  elementName,
  expression,
  isSchematron,
  isXslt,
  refuse,
  requiredExpression,
  xsltNamespace,
} from './element.ts';
import type { MessagePart, StaticContext } from './model.ts';

/** What the contexts of a message's parts are: `sch:` elements have the schema's, `xsl:` elements their own. */
export interface Contexts {
  readonly schema: StaticContext;
  readonly xslt: XsltContexts;
}

/**
 * The content of an assert, a report, a diagnostic or a compiled `svrl:text`: text, `value-of` and `name`; of markup such
 * as `emph` the text. White space is made single blanks, none at the ends.
 */
export function readMessage(element: Element, contexts: Contexts): readonly MessagePart[] {
  return trimmed(parts(element, contexts));
}

function parts(element: Element, contexts: Contexts): MessagePart[] {
  return childNodes(element).flatMap((child): MessagePart[] => {
    if (typeof child === 'string') return [{ kind: 'text', text: child.replace(/\s+/g, ' ') }];
    if (isXslt(child, 'value-of'))
      return [{ kind: 'value', select: requiredExpression(child, 'select', contexts.xslt.of(child)) }];
    if (isXslt(child, 'text')) return parts(child, contexts);
    if (isXslt(child, 'attribute')) return [];
    if (isSchematron(child, 'value-of'))
      return [{ kind: 'value', select: requiredExpression(child, 'select', contexts.schema) }];
    if (isSchematron(child, 'name')) {
      const path = expression(child, 'path', contexts.schema);
      return [path ? { kind: 'name', path } : { kind: 'name' }];
    }
    if (elementName(child).uri === xsltNamespace)
      refuse('SCHEMATRON_UNSUPPORTED', child, `xsl:${elementName(child).local} is not supported in a message.`);
    return parts(child, contexts);
  });
}

/** Neighbouring texts made one, without blanks at the ends of the message. */
function trimmed(all: readonly MessagePart[]): readonly MessagePart[] {
  const joined: MessagePart[] = [];
  for (const part of all) {
    const last = joined[joined.length - 1];
    if (part.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: (last.text + part.text).replace(/ +/g, ' ') };
    else joined.push(part);
  }
  const [first, last] = [joined[0], joined[joined.length - 1]];
  if (first?.kind === 'text') joined[0] = { kind: 'text', text: first.text.trimStart() };
  if (last?.kind === 'text') {
    const end = joined[joined.length - 1] as { readonly text: string };
    joined[joined.length - 1] = { kind: 'text', text: end.text.trimEnd() };
  }
  return joined.filter((part) => part.kind !== 'text' || part.text !== '');
}
