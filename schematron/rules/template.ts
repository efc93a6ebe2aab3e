import { isSvrl, type StylesheetReading, saidAttribute, schxsltNamespace } from './compiled.ts';
import {
  attribute,
  childElements,
  type Element,
  elementName,
  elementPlace,
  expression,
  isXslt,
  refuse,
  requiredExpression,
} from './element.ts';
import { readVariable } from './instruction.ts';
import { readMessage } from './message.ts';
import type { Check, Expression, Let, Rule, RuleContent } from './model.ts';

/** A template that is a rule. */
export interface Template {
  /** The mode, or SchXslt's id of the pattern. */
  readonly pattern: string;
  /** The pattern whose rules before it keep nodes from it: its own, but where people have written on by hand. */
  readonly guard: string | undefined;
  /** The pattern whose rules behind it do not get the nodes that it takes. */
  readonly marks: string;
  readonly rule: Rule;
}

interface Found {
  readonly checks: Check[];
  readonly reading: StylesheetReading;
}

export function readTemplate(element: Element, mode: string, reading: StylesheetReading): Template {
  const { body, ...patterns } = bodyOf(element, mode);
  const found: Found = { checks: [], reading };
  const elements = body ? childElements(body) : [];
  const content = readContent(elements, found);
  const fired = elements.find((each) => isSvrl(each, 'fired-rule'));
  const said = (local: string) => (fired ? saidAttribute(fired, local) : undefined);
  const [id, role, flag] = [said('id'), said('role'), said('flag')];
  const lets = plainLets(content, found.checks);
  return {
    ...patterns,
    rule: {
      ...(id === undefined ? {} : { id }),
      context: requiredExpression(element, 'match', reading.contexts.xslt.of(element)),
      lets: lets ?? [],
      checks: found.checks,
      ...(lets ? {} : { content }),
      ...(role === undefined ? {} : { role }),
      ...(flag === undefined ? {} : { flag }),
      place: elementPlace(element),
    },
  };
}

interface Body extends Omit<Template, 'rule'> {
  /** Absent: the rule takes its nodes and checks nothing. */
  readonly body?: Element;
}

/** Where a rule's content stands: in the skeleton's template itself, in SchXslt's `schxslt:rule`. */
function bodyOf(template: Element, mode: string): Body {
  const children = childElements(template);
  const open = children.find(isSchxsltRule);
  if (open) {
    const pattern = attribute(open, 'pattern') ?? mode;
    return { body: open, pattern, guard: undefined, marks: markedBy(children) ?? pattern };
  }
  const choose = children.find((each) => isXslt(each, 'choose') && childElements(each).some(isGuard));
  if (!choose) return { body: template, pattern: mode, guard: mode, marks: mode };
  const [when, otherwise] = childElements(choose);
  const guard = when && guarding.exec(attribute(when, 'test') ?? '')?.[1];
  const content = otherwise ? childElements(otherwise) : [];
  const marks = markedBy(content);
  if (guard === undefined || marks === undefined)
    return refuse('SCHEMATRON_UNSUPPORTED', choose, 'This is not how SchXslt writes a rule.');
  const body = content.find(isSchxsltRule);
  return { ...(body ? { body } : {}), pattern: (body && attribute(body, 'pattern')) ?? guard, guard, marks };
}

/** The pattern that `xsl:next-match` says has taken the node. */
function markedBy(content: readonly Element[]): string | undefined {
  const next = content.find((each) => isXslt(each, 'next-match'));
  const select = next && childElements(next).map((each) => attribute(each, 'select'))[0];
  return /^\(\$schxslt:patterns-matched, '([^']*)'\)$/.exec(select ?? '')?.[1];
}

const isSchxsltRule = (element: Element): boolean =>
  elementName(element).local === 'rule' && elementName(element).uri === schxsltNamespace;

/** `$schxslt:patterns-matched[. = 'd7e42']`: a rule before it took the node. */
const isGuard = (element: Element): boolean =>
  isXslt(element, 'when') && guarding.test(attribute(element, 'test') ?? '');

const guarding = /^\$schxslt:patterns-matched\[\. = '([^']*)'\]$/;

/**
 * The lets, where the content is what Schematron is compiled to: lets and checks under no condition, and no check that
 * refers to a name before its let, which would mean another one.
 */
function plainLets(content: readonly RuleContent[], checks: readonly Check[]): Let[] | undefined {
  const lets: Let[] = [];
  let before = '';
  for (const each of content) {
    if (each.kind === 'check') before += checks[each.index]?.test.text ?? '';
    else if (each.kind !== 'let' || before.includes(`$${each.let.name}`)) return undefined;
    else if (lets.some(({ name, uri }) => name === each.let.name && uri === each.let.uri)) return undefined;
    else lets.push(each.let);
  }
  return lets;
}

function readContent(elements: readonly Element[], found: Found): RuleContent[] {
  return elements.flatMap((each): RuleContent[] => {
    const { contexts } = found.reading;
    if (isXslt(each, 'variable')) return [{ kind: 'let', let: readVariable(each, contexts.xslt) }];
    if (!makesFinding(each)) return [];
    const context = contexts.xslt.of(each);
    if (isXslt(each, 'if')) return readIf(each, requiredExpression(each, 'test', context), found);
    if (isXslt(each, 'choose')) return [readChoose(each, found)];
    if (isXslt(each, 'for-each')) {
      const content = readContent(childElements(each), found);
      return [{ kind: 'for-each', select: requiredExpression(each, 'select', context), content }];
    }
    return isFinding(each)
      ? refuse('SCHEMATRON_UNSUPPORTED', each, 'A finding without a condition is not supported.')
      : refuse('SCHEMATRON_UNSUPPORTED', each, `${elementName(each).local} around a finding is not supported.`);
  });
}

const isFinding = (element: Element): boolean =>
  isSvrl(element, 'failed-assert') || isSvrl(element, 'successful-report');

/** Whether there is a finding in it; what makes none is no rule. */
const makesFinding = (element: Element): boolean => isFinding(element) || childElements(element).some(makesFinding);

/** A test whose first thing is a finding is that check; what stands beside it has the test as its condition. */
function readIf(element: Element, test: Expression, found: Found): RuleContent[] {
  return condition(childElements(element), test, true, found);
}

/** Checks and other content on a test's being true, or false. */
function condition(elements: readonly Element[], test: Expression, firesOn: boolean, found: Found): RuleContent[] {
  const content: RuleContent[] = [];
  const others = elements.filter((each) => !isFinding(each));
  for (const each of elements)
    if (isFinding(each))
      content.push({ kind: 'check', index: found.checks.push(readFinding(each, test, firesOn, found)) - 1 });
  const inner = readContent(others, found);
  if (!inner.some((each) => each.kind !== 'let')) return content;
  const branch = { test, content: firesOn ? inner : [] };
  return [...content, { kind: 'choose', branches: [branch], otherwise: firesOn ? [] : inner }];
}

/** The skeleton's assert is a choose whose only `when` is empty. */
function readChoose(element: Element, found: Found): RuleContent {
  const children = childElements(element);
  const whens = children.filter((each) => isXslt(each, 'when'));
  const otherwise = children.find((each) => isXslt(each, 'otherwise'));
  const context = (each: Element) => found.reading.contexts.xslt.of(each);
  const tests = whens.map((each) => requiredExpression(each, 'test', context(each)));
  const only = tests[0];
  if (only && whens.length === 1 && otherwise && !makesFinding(whens[0] as Element)) {
    const content = condition(childElements(otherwise), only, false, found);
    const [single] = content;
    if (content.length === 1 && single) return single;
    return { kind: 'choose', branches: [{ test: only, content: [] }], otherwise: content };
  }
  return {
    kind: 'choose',
    branches: whens.map((each, index) => {
      const test = tests[index] as Expression;
      return { test, content: branchContent(each, test, found) };
    }),
    otherwise: otherwise ? branchContent(otherwise, undefined, found) : [],
  };
}

/** Inside a branch a finding needs no test of its own: it is there when the branch is. */
function branchContent(branch: Element, test: Expression | undefined, found: Found): RuleContent[] {
  return childElements(branch).flatMap((each): RuleContent[] => {
    if (!isFinding(each)) return readContent([each], found);
    const always: Expression = { text: 'true()', place: elementPlace(each), context: found.reading.contexts.schema };
    const check = readFinding(each, always, true, found);
    const shownTest = check.shownTest === 'true()' ? (test?.text ?? '') : check.shownTest;
    return [{ kind: 'check', index: found.checks.push({ ...check, shownTest }) - 1 }];
  });
}

function readFinding(element: Element, test: Expression, firesOn: boolean, found: Found): Check {
  const { contexts } = found.reading;
  const said = (local: string) => saidAttribute(element, local);
  const [flag, role, see] = [said('flag'), said('role'), said('see')];
  const text = childElements(element).find((each) => isSvrl(each, 'text'));
  const subject = subjectOf(element, found);
  return {
    kind: isSvrl(element, 'failed-assert') ? 'assert' : 'report',
    firesOn,
    id: said('id') ?? '',
    test,
    shownTest: said('test') ?? test.text,
    severity: flag ?? role ?? '',
    ...(flag === undefined ? {} : { flag }),
    ...(role === undefined ? {} : { role }),
    ...(see === undefined ? {} : { see }),
    ...(subject ? { subject } : {}),
    message: text ? readMessage(text, contexts) : [],
    diagnostics: readDiagnostics(element, found),
    place: elementPlace(element),
  };
}

/** The skeleton's location is a template applied to the node, or to the subject. */
function subjectOf(element: Element, found: Found): Expression | undefined {
  const made = childElements(element).find(
    (each) => isXslt(each, 'attribute') && attribute(each, 'name') === 'location',
  );
  const apply = made && childElements(made).find((each) => isXslt(each, 'apply-templates'));
  if (!apply || attribute(apply, 'select') === '.') return undefined;
  return expression(apply, 'select', found.reading.contexts.xslt.of(apply));
}

function readDiagnostics(element: Element, found: Found): string[] {
  const references = childElements(element).filter((each) => isSvrl(each, 'diagnostic-reference'));
  return references.map((each) => {
    const id = saidAttribute(each, 'diagnostic') ?? '';
    const text = childElements(each).find((child) => isSvrl(child, 'text'));
    found.reading.diagnostics.set(id, readMessage(text ?? each, found.reading.contexts));
    return id;
  });
}
