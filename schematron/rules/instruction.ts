import { resolveName, type XsltContexts } from './context.ts';
import {
  attribute,
  childNodes,
  type Element,
  elementName,
  elementPlace,
  expression,
  isXslt,
  refuse,
  requiredAttribute,
  requiredExpression,
  xsltNamespace,
} from './element.ts';
import type { FunctionDeclaration, Instruction, Key, Let, Parameter } from './model.ts';

/** `xsl:function`. */
export function readFunction(element: Element, contexts: XsltContexts): FunctionDeclaration {
  const as = expression(element, 'as', contexts.of(element));
  const content = childNodes(element);
  const parameters = content.filter((each): each is Element => typeof each !== 'string' && isXslt(each, 'param'));
  return {
    ...namedAs(element, contexts),
    parameters: parameters.map((each) => readParameter(each, contexts)),
    ...(as ? { as } : {}),
    body: readBody(element, contexts),
    place: elementPlace(element),
  };
}

/** `xsl:variable`, or a global `xsl:param`. */
export function readVariable(element: Element, contexts: XsltContexts): Let {
  const as = expression(element, 'as', contexts.of(element));
  const select = expression(element, 'select', contexts.of(element));
  const body = select ? [] : readBody(element, contexts);
  return {
    ...namedAs(element, contexts),
    ...(as ? { as } : {}),
    ...(select ? { select } : body.length > 0 ? { body } : {}),
    place: elementPlace(element),
  };
}

/** `xsl:key`. */
export function readKey(element: Element, contexts: XsltContexts): Key {
  const context = contexts.of(element);
  return {
    ...namedAs(element, contexts),
    match: requiredExpression(element, 'match', context),
    use: requiredExpression(element, 'use', context),
    place: elementPlace(element),
  };
}

function readParameter(element: Element, contexts: XsltContexts): Parameter {
  if (attribute(element, 'select') !== undefined)
    refuse('SCHEMATRON_INVALID', element, 'A parameter of a function has no default.');
  const as = expression(element, 'as', contexts.of(element));
  return { ...namedAs(element, contexts), ...(as ? { as } : {}), place: elementPlace(element) };
}

function namedAs(element: Element, contexts: XsltContexts): { readonly name: string; readonly uri: string } {
  const written = requiredAttribute(element, 'name').trim();
  const name = resolveName(written, contexts.of(element));
  return name ?? refuse('SCHEMATRON_INVALID', element, `The prefix of ${written} is not declared.`);
}

/** XSLT's sequence constructor. White space between instructions means nothing; parameters are read elsewhere. */
function readBody(element: Element, contexts: XsltContexts): Instruction[] {
  return childNodes(element).flatMap((each): Instruction[] => {
    if (typeof each === 'string')
      return each.trim() === '' ? [] : [{ kind: 'text', text: each, place: elementPlace(element) }];
    return isXslt(each, 'param') ? [] : [readInstruction(each, contexts)];
  });
}

function readInstruction(element: Element, contexts: XsltContexts): Instruction {
  const place = elementPlace(element);
  const context = contexts.of(element);
  const { uri, local } = elementName(element);
  if (uri !== xsltNamespace)
    refuse('SCHEMATRON_UNSUPPORTED', element, `${local} makes an element, which is not supported.`);
  const body = () => readBody(element, contexts);
  switch (local) {
    case 'variable':
      return { kind: 'variable', variable: readVariable(element, contexts), place };
    case 'sequence':
    case 'copy-of':
      return { kind: local, select: requiredExpression(element, 'select', context), place };
    case 'value-of': {
      const select = expression(element, 'select', context);
      const separator = attribute(element, 'separator');
      return {
        kind: 'value-of',
        ...(select ? { select } : { body: body() }),
        ...(separator === undefined ? {} : { separator }),
        place,
      };
    }
    case 'text':
      return {
        kind: 'text',
        text: childNodes(element)
          .filter((each) => typeof each === 'string')
          .join(''),
        place,
      };
    case 'for-each':
      return { kind: 'for-each', select: requiredExpression(element, 'select', context), body: body(), place };
    case 'if':
      return {
        kind: 'choose',
        branches: [{ test: requiredExpression(element, 'test', context), body: body() }],
        otherwise: [],
        place,
      };
    case 'choose':
      return readChoose(element, contexts);
    default:
      return refuse('SCHEMATRON_UNSUPPORTED', element, `xsl:${local} is not supported.`);
  }
}

function readChoose(element: Element, contexts: XsltContexts): Instruction {
  const children = childNodes(element).filter((each): each is Element => typeof each !== 'string');
  const otherwise = children.find((each) => isXslt(each, 'otherwise'));
  const branches = children
    .filter((each) => isXslt(each, 'when'))
    .map((when) => ({
      test: requiredExpression(when, 'test', contexts.of(when)),
      body: readBody(when, contexts),
    }));
  return {
    kind: 'choose',
    branches,
    otherwise: otherwise ? readBody(otherwise, contexts) : [],
    place: elementPlace(element),
  };
}
