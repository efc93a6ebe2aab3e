import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { generateModule, loadModule } from '../../../schematron/compile/index.ts';
import { SchematronProblem } from '../../../schematron/problem.ts';
import { parseDocument } from '../../../schematron/tree/index.ts';
import { found, rulesOf } from '../rules.ts';

const document = '<r><a k="1">x</a><a k="2">y</a><b><a>z</a></b></r>';

/** A pattern that says which rule took a node: `1: x`. */
const taken = (...contexts: string[]): string =>
  `<pattern>${contexts
    .map(
      (context, at) =>
        `<rule context="${context}"><report id="${at + 1}" test="true()"><value-of select="string(.)"/></report></rule>`,
    )
    .join('')}</pattern>`;

describe('a rule takes the nodes that its context matches', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['the first rule of a pattern wins', ['a[@k = 2]', 'a'], ['2: x', '1: y', '2: z']],
    ['a later rule gets what is left', ['b/a', 'r/a', '*'], ['3: xyz', '2: x', '2: y', '3: z', '1: z']],
    ['an absolute path', ['/r/a'], ['1: x', '1: y']],
    ['anywhere', ['//a'], ['1: x', '1: y', '1: z']],
    ['anywhere below', ['r//a'], ['1: x', '1: y', '1: z']],
    ['the document', ['/'], ['1: xyz']],
    ['an attribute', ['@k'], ['1: 1', '1: 2']],
    ['an attribute of an element', ['a/@k[. = 2]'], ['1: 2']],
    ['a text', ['b//text()'], ['1: z']],
    ['a position among siblings', ['a[2]'], ['1: y']],
    ['the last', ['r/a[last()]'], ['1: y']],
    ['a union', ["b | a[. = 'z']"], ['1: z', '1: z']],
    ['a union inside', ['(r | b)/a[not(@k = 1)]'], ['1: y', '1: z']],
    ['a predicate on a union', ["(/r/a | /r/b/a)[. = ('x', 'z')]"], ['1: x', '1: z']],
    ['an ending of the name', ["*[ends-with(name(), 'b')]"], ['1: z']],
    ['an error matches nothing', ['a[xs:decimal(.) = 1]', 'a'], ['2: x', '2: y', '2: z']],
  ])('%s', (_, contexts, expected) => {
    expect(found(taken(...contexts), document)).toEqual(expected);
  });
});

const assertOn = (context: string, test: string, before = '') =>
  `${before}<pattern><rule context="${context}"><assert id="x" test="${test}">no</assert></rule></pattern>`;

describe('checks', () => {
  it('find what is not so', () => {
    expect(found(assertOn('a', "@k = '1'"), document)).toEqual(['x: no', 'x: no']);
  });

  it('go on after one that cannot be evaluated', () => {
    const rules =
      '<pattern><rule context="/r"><assert id="1" test="xs:decimal(a[1]) = 1">no</assert><assert id="2" test="b/c">no</assert></rule></pattern>';
    expect(found(rules, document)).toEqual(['1: ERR FORG0001', '2: no']);
  });

  it('that ask for paths which are absent, present once, and present below another context', () => {
    const asserts = [
      'not(a)',
      'not(c)',
      'not(b/a)',
      'count(a) &lt;= 1',
      'not((a | c)/@k)',
      'every $x in a satisfies $x/@k',
    ]
      .map((test, at) => `<assert id="${at + 1}" test="${test}">no</assert>`)
      .join('');
    expect(found(`<pattern><rule context="/r | /s">${asserts}</rule></pattern>`, document)).toEqual(
      ['1', '3', '4', '5'].map((id) => `${id}: no`),
    );
    const deeper = `<pattern><rule context="/r/b">${asserts}</rule></pattern>`;
    expect(found(deeper, '<r><b/><b><a/></b></r>')).toEqual(['1: no', '6: no']);
  });

  it('are given up when they take too many steps', () => {
    const rules = assertOn('/r', 'count(for $i in 1 to 9000000, $j in 1 to 9000000 return 1) = 0');
    expect(found(rules, document, { budget: 100_000 })).toEqual(['x: ERR TIMBRE01']);
  });
});

describe('variables', () => {
  it('of the schema, a pattern and a rule', () => {
    const rules = `<let name="s" value="count(//a)"/><pattern><let name="p" value="$s + 1"/><rule context="b"><let name="r" value="$p + count(a)"/>
      <report id="x" test="true()"><value-of select="$s, $p, $r"/></report></rule></pattern>`;
    expect(found(rules, document)).toEqual(['x: 3 4 5']);
  });

  it('of another pattern, also a later one', () => {
    const rules = `${assertOn('b', '$late = 3')}<pattern><let name="late" value="count(//a)"/><rule context="none"><assert id="y" test="a">no</assert></rule></pattern>`;
    expect(found(rules, document)).toEqual([]);
  });

  it('raise their error only where they are used', () => {
    const rules = `<let name="bad" value="xs:decimal(/r/b)"/>${assertOn('b', 'a')}`;
    expect(found(rules, document)).toEqual([]);
    expect(found(`<let name="bad" value="xs:decimal(/r/b)"/>${assertOn('b', '$bad = 1')}`, document)).toEqual([
      'x: ERR FORG0001',
    ]);
  });
});

it('functions and keys', () => {
  const rules = `<xsl:function name="p:twice" as="xs:string"><xsl:param name="t" as="xs:string?"/>
      <xsl:variable name="u" select="concat($t, $t)"/>
      <xsl:choose><xsl:when test="$t"><xsl:value-of select="$u"/></xsl:when><xsl:otherwise><xsl:sequence select="'none'"/></xsl:otherwise></xsl:choose>
    </xsl:function><xsl:key name="byKey" match="a" use="@k"/>
    <pattern><rule context="/r"><report id="x" test="true()"><value-of select="p:twice(a[1]), p:twice(c), key('byKey', '2'), p:twice(key('byKey', '1')/@k)"/></report></rule></pattern>`;
  expect(found(rules, document)).toEqual(['x: xx none y 11']);
});

it('the position of a rule’s node is that among its siblings, attributes first', () => {
  const rules = `<pattern><rule context="a | @k | /r"><report id="x" test="position() le last()"><value-of select="name(), position(), last()"/></report></rule></pattern>`;
  expect(found(rules, '<r j="1" k="2">t<a/>t<b/><!--c--><a/></r>')).toEqual([
    'x: r 1 1',
    'x: k 2 5',
    'x: a 3 5',
    'x: a 5 5',
  ]);
});

it('a document does not stay in memory with the rules that judged it', async () => {
  const rules = `<let name="all" value="//a"/><pattern><let name="many" value="count($all)"/><rule context="a">
    <let name="value" value="."/><report id="x" test="$many = 3 and $value = 'z'">yes</report></rule></pattern>
    <pattern><rule context="b"><assert id="y" test="count($all[. = 'z']) = 0">no</assert></rule></pattern>`;
  const program = loadModule(generateModule(rulesOf(rules)).source, 'rules.sch.js');
  const judge = () => {
    const tree = parseDocument(document);
    expect(program.run(tree).findings).toHaveLength(2);
    return new WeakRef(tree);
  };
  const tree = judge();
  await setImmediate();
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  expect(tree.deref()).toBeUndefined();
});

describe('a rule set that says what it cannot mean', () => {
  it.each([
    ['an unknown variable', '$none', 'XPST0008'],
    ['an unknown function', 'none()', 'XPST0017'],
    ['a function with too many arguments', 'true(1)', 'XPST0017'],
    ['an unknown type', "'a' castable as xs:none", 'XPST0051'],
    ['a file that is not named', 'document(a)', 'FODC0002'],
    ['a wrong regular expression', "matches(a, '[')", 'FORX0002'],
    ['syntax', 'a = ', 'XPST0003'],
    ['a position without a predicate', 'a[b/position() = 1]', 'XPDY0002'],
    ['the position in a path', 'a/last() = 2', 'XPDY0002'],
  ])('%s', (_, test, code) => {
    let problem: unknown;
    try {
      generateModule(rulesOf(assertOn('/r', test.replaceAll('<', '&lt;'))));
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(SchematronProblem);
    expect(problem).toMatchObject({ code: 'SCHEMATRON_XPATH', what: expect.stringContaining(code) });
  });
});
