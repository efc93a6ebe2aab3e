import { describe, expect, it } from 'vitest';
import { type Expression, parseExpression, parseType, StaticProblem } from '../../../schematron/xpath/index.ts';

const namespaces = { prefixes: new Map([['p', 'urn:p']]), elementNamespace: '' };

/** The tree in brackets: who binds tighter, and what is a name or an operator. */
function shape(e: Expression): string {
  switch (e.kind) {
    case 'literal':
    case 'root':
    case 'context':
      return e.kind === 'literal' ? e.value : e.kind === 'root' ? '/' : '.';
    case 'step': {
      const { uri, local, node } = e.test;
      const test =
        node === 'principal'
          ? `${uri === 'urn:p' ? 'p:' : uri === undefined && local ? '*:' : ''}${local ?? '*'}`
          : `${node}()`;
      return `${e.axis}::${test}${e.predicates.map((one) => `[${shape(one)}]`).join('')}`;
    }
    case 'path':
      return `(${e.steps.map(shape).join(' / ')})`;
    case 'variable':
      return `$${e.name.local}`;
    case 'call':
      return `${e.name.local}(${e.arguments.map(shape).join(', ')})`;
    case 'and':
    case 'or':
      return `(${e.operands.map(shape).join(` ${e.kind} `)})`;
    case 'sequence':
      return `(${e.items.map(shape).join(', ')})`;
    case 'filter':
      return `${shape(e.base)}${e.predicates.map((one) => `[${shape(one)}]`).join('')}`;
    case 'if':
      return `if(${shape(e.condition)}, ${shape(e.then)}, ${shape(e.otherwise)})`;
    case 'for':
    case 'some':
    case 'every':
      return `${e.kind}(${e.bindings.map((one) => `$${one.name.local} in ${shape(one.in)}`).join(', ')}: ${shape(e.body)})`;
    case 'range':
      return `(${shape(e.from)} to ${shape(e.to)})`;
    case 'negate':
    case 'plus':
      return `${e.kind}(${shape(e.operand)})`;
    case 'instance':
    case 'treat':
      return `${e.kind}(${shape(e.operand)})`;
    case 'cast':
    case 'castable':
      return `${e.kind}(${shape(e.operand)}, ${e.type.local}${e.optional ? '?' : ''})`;
    default:
      return `(${shape(e.left)} ${e.operator} ${shape(e.right)})`;
  }
}

describe('the grammar of XPath 2.0', () => {
  it.each([
    ['a - b', '(child::a - child::b)'],
    ['a -b', '(child::a - child::b)'],
    ['a-b', 'child::a-b'],
    ['1 + 2 * 3 - 4', '((1 + (2 * 3)) - 4)'],
    ['a div b mod c', '((child::a div child::b) mod child::c)'],
    ['div div div', '(child::div div child::div)'],
    ['* * *', '(child::* * child::*)'],
    ['and and or or not', '((child::and and child::or) or child::not)'],
    ['a or b and c', '(child::a or (child::b and child::c))'],
    ['a | b/c intersect d', '(child::a union ((child::b / child::c) intersect child::d))'],
    ['-a castable as xs:decimal?', 'castable(negate(child::a), decimal?)'],
    ['//a[1]', '(/ / descendant-or-self::node() / child::a[1])'],
    ['a//@k', '(child::a / descendant-or-self::node() / attribute::k)'],
    ['../p:x/*:y', '(parent::node() / child::p:x / child::*:y)'],
    ['/', '/'],
    ['/ = a', '(/ = child::a)'],
    ['(a, b)[last()]', '(child::a, child::b)[last()]'],
    ['a/string()', '(child::a / string())'],
    ['text()', 'child::text()'],
    ['if (a) then b else c', 'if(child::a, child::b, child::c)'],
    ['if/for/some', '(child::if / child::for / child::some)'],
    ['for $x in 1 to 3, $y in $x return $x * $y', 'for($x in (1 to 3), $y in $x: ($x * $y))'],
    ['some $x in a satisfies $x = 1 or b', 'some($x in child::a: (($x = 1) or child::b))'],
    ["'it''s'", "it's"],
    ['"a(:b:)"', 'a(:b:)'],
    ['a (: one (: two :) :) = 1', '(child::a = 1)'],
    ['.5 + 1.e3', '(.5 + 1.e3)'],
    ['a << b', '(child::a << child::b)'],
    ['self::p:*', 'self::p:*'],
    ['()', '()'],
  ])('%s', (text, expected) => {
    expect(shape(parseExpression(text, namespaces))).toBe(expected);
  });
});

describe('a mistake is reported where it stands', () => {
  it.each([
    ['a = ', 'XPST0003', 4],
    ['a = = b', 'XPST0003', 4],
    ['(a', 'XPST0003', 2],
    ['a b', 'XPST0003', 2],
    ["'open", 'XPST0003', 0],
    ['a (: open', 'XPST0003', 2],
    ['10div 3', 'XPST0003', 2],
    ['a[1', 'XPST0003', 3],
    ['x:a', 'XPST0081', 0],
    ['a = #', 'XPST0003', 4],
    ['if (a) then b', 'XPST0003', 13],
    ['wrong::a', 'XPST0003', 0],
  ])('%s', (text, code, start) => {
    let problem: unknown;
    try {
      parseExpression(text, namespaces);
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(StaticProblem);
    expect(problem).toMatchObject({ code, start });
  });
});

it('reads sequence types', () => {
  expect(parseType('xs:decimal?', namespaces)).toMatchObject({ occurs: 'optional', item: { is: 'atomic' } });
  expect(parseType('element(p:a)*', namespaces)).toMatchObject({ occurs: 'any', item: { is: 'node' } });
  expect(parseType('empty-sequence()', namespaces)).toMatchObject({ item: 'empty' });
});
