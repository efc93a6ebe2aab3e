import { describe, expect, it } from 'vitest';
import { SchematronProblem } from '../../../schematron/problem.ts';
import { placeInside, type ReadOptions, type RuleSet, readRuleSet } from '../../../schematron/rules/index.ts';

/** Files by name; all in one folder. */
type Files = Readonly<Record<string, string>>;

const header =
  '<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" queryBinding="xslt2">';

const readFiles = (files: Files, options: ReadOptions = {}): RuleSet =>
  readRuleSet('main.sch', {
    ...options,
    read: (path) => {
      const text = files[path.split('/').pop() ?? ''];
      if (text === undefined) throw new Error('no such file');
      return Buffer.from(text);
    },
  });

const readSchema = (content: string, others: Files = {}, options: ReadOptions = {}): RuleSet =>
  readFiles({ 'main.sch': `${header}${content}</schema>`, ...others }, options);

/** Patterns as `id: context{let name} kind id test`, one text a rule. */
const shown = ({ patterns }: RuleSet): string[] =>
  patterns.flatMap(({ id, rules }) =>
    rules.map(({ context, lets, checks }) =>
      [
        `${id}: ${context.text}`,
        ...lets.map((each) => `let ${each.name}=${each.select?.text}`),
        ...checks.map((each) => `${each.kind} ${each.id} ${each.test.text} ${each.severity}`.trim()),
      ].join(' | '),
    ),
  );

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (error) {
    if (error instanceof SchematronProblem) return error.code;
    throw error;
  }
};

describe('ISO Schematron is read', () => {
  it.each<[string, string, Files, string[]]>([
    [
      'patterns, rules, lets, asserts and reports',
      '<pattern id="p"><rule context="a"><let name="x" value="1"/><assert id="A" test="b" flag="fatal">t</assert><report id="R" test="c" role="warning">u</report></rule></pattern>',
      {},
      ['p: a | let x=1 | assert A b fatal | report R c warning'],
    ],
    [
      'a rule’s severity for checks that have none',
      '<pattern><rule context="a" flag="warning"><assert test="b"/><assert test="c" flag="fatal"/></rule></pattern>',
      {},
      [': a | assert  b warning | assert  c fatal'],
    ],
    [
      'abstract patterns, whose parameters are whole names',
      '<pattern abstract="true" id="abs"><rule context="$Line"><assert test="$Line_Item = $Line/x"/></rule></pattern><pattern id="p" is-a="abs"><param name="Line" value="l"/><param name="Line_Item " value="i"/></pattern>',
      {},
      ['p: l | assert  i = l/x'],
    ],
    [
      'abstract rules, in the place where they are extended',
      '<pattern><rule abstract="true" id="r"><assert id="B" test="b"/></rule><rule context="a"><assert id="A" test="a"/><extends rule="r"/><assert id="C" test="c"/></rule></pattern>',
      {},
      [': a | assert A a | assert B b | assert C c'],
    ],
    [
      'includes of a file, of a part of one, and within includes',
      '<include href="p.sch"/><pattern id="q"><include href="parts.sch#r2"/></pattern>',
      {
        'p.sch': '<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="p"><include href="rule.sch"/></pattern>',
        'rule.sch': '<rule xmlns="http://purl.oclc.org/dsdl/schematron" context="a"><assert test="b"/></rule>',
        'parts.sch':
          '<x xmlns="http://purl.oclc.org/dsdl/schematron"><rule id="r1" context="x"/><rule id="r2" context="y"/></x>',
      },
      ['p: a | assert  b', 'q: y'],
    ],
    [
      'XInclude',
      '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="p.sch"/>',
      { 'p.sch': '<pattern xmlns="http://purl.oclc.org/dsdl/schematron" id="p"><rule context="a"/></pattern>' },
      ['p: a'],
    ],
    [
      'foreign elements',
      '<x xmlns="urn:x"/><pattern><rule context="a"><y xmlns="urn:x"/></rule></pattern>',
      {},
      [': a'],
    ],
  ])('%s', (_, content, others, expected) => expect(shown(readSchema(content, others))).toEqual(expected));

  it.each<[string | undefined, string[]]>([
    [undefined, ['p: a']],
    ['two', ['q: b']],
    ['#ALL', ['p: a', 'q: b']],
  ])('phase %s', (phase, expected) => {
    const text = `${header.replace('>', ' defaultPhase="one">')}<phase id="one"><active pattern="p"/><let name="v" value="1"/></phase><phase id="two"><active pattern="q"/></phase><pattern id="p"><rule context="a"/></pattern><pattern id="q"><rule context="b"/></pattern></schema>`;
    const ruleSet = readFiles({ 'main.sch': text }, phase === undefined ? {} : { phase });
    expect(shown(ruleSet)).toEqual(expected);
    expect(ruleSet.lets.map(({ name }) => name)).toEqual(phase === undefined ? ['v'] : []);
  });

  it('messages with values and names, white space as single blanks', () => {
    const content =
      '<pattern><rule context="a"><assert test="b">\n x <value-of select="c"/>,\n <emph>y</emph> <name/> <name path="d"/>\n</assert></rule></pattern>';
    const message = readSchema(content).patterns[0]?.rules[0]?.checks[0]?.message;
    expect(
      message?.map((part) =>
        part.kind === 'text'
          ? part.text
          : part.kind === 'value'
            ? `{${part.select.text}}`
            : `[${part.path?.text ?? ''}]`,
      ),
    ).toEqual(['x ', '{c}', ', y ', '[]', ' ', '[d]']);
  });

  it('functions, keys and diagnostics', () => {
    const ruleSet = readSchema(
      `<ns prefix="u" uri="urn:u"/>
      <xsl:function name="u:f" as="xs:boolean"><xsl:param name="x" as="xs:string?"/><xsl:variable name="y" select="1"/>
        <xsl:choose><xsl:when test="$x"><xsl:sequence select="$y"/></xsl:when><xsl:otherwise>no</xsl:otherwise></xsl:choose></xsl:function>
      <xsl:key name="k" match="a" use="@b"/>
      <diagnostics><diagnostic id="d">because <value-of select="."/></diagnostic></diagnostics>
      <pattern><rule context="a"><assert test="b" diagnostics="d"/></rule></pattern>`,
    );
    const [declaration] = ruleSet.functions;
    expect([declaration?.uri, declaration?.name, declaration?.as?.text, declaration?.parameters[0]?.as?.text]).toEqual([
      'urn:u',
      'f',
      'xs:boolean',
      'xs:string?',
    ]);
    expect(declaration?.body.map(({ kind }) => kind)).toEqual(['variable', 'choose']);
    expect(ruleSet.keys.map(({ name, match, use }) => [name, match.text, use.text])).toEqual([['k', 'a', '@b']]);
    expect(ruleSet.diagnostics.get('d')).toHaveLength(2);
  });

  it('with the place of every expression, and of what is inside one', () => {
    const content = '<pattern>\n <rule\n  context = "a">\n  <assert test="b &lt; c\n and d"/></rule></pattern>';
    const rule = readSchema(content).patterns[0]?.rules[0];
    const test = rule?.checks[0]?.test;
    expect([rule?.context.place.line, rule?.context.place.column]).toEqual([3, 14]);
    expect([test?.text, test?.place.line, test?.place.column]).toEqual(['b < c  and d', 4, 17]);
    const inside = test ? ['c', 'and'].map((word) => placeInside(test, test.text.indexOf(word))) : [];
    expect(inside.map(({ line, column }) => [line, column])).toEqual([
      [4, 24],
      [5, 2],
    ]);
  });
});

describe('what is not understood is refused', () => {
  it.each<[string, string, Files, string]>([
    ['an unknown element', '<patern/>', {}, 'SCHEMATRON_INVALID'],
    ['a rule without context', '<pattern><rule/></pattern>', {}, 'SCHEMATRON_INVALID'],
    ['an empty test', '<pattern><rule context="a"><assert test=" "/></rule></pattern>', {}, 'SCHEMATRON_INVALID'],
    ['an instruction', '<xsl:template match="/"/>', {}, 'SCHEMATRON_UNSUPPORTED'],
    [
      'an instruction in a function',
      '<xsl:function name="f"><xsl:for-each-group select="a" group-by="b"/></xsl:function>',
      {},
      'SCHEMATRON_UNSUPPORTED',
    ],
    ['other documents', '<pattern documents="x"><rule context="a"/></pattern>', {}, 'SCHEMATRON_UNSUPPORTED'],
    ['a missing include', '<include href="x.sch"/>', {}, 'SCHEMATRON_FILE_MISSING'],
    [
      'an include of itself',
      '<include href="p.sch"/>',
      { 'p.sch': '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><include href="p.sch"/></pattern>' },
      'SCHEMATRON_INVALID',
    ],
    ['an include in no namespace', '<include href="p.sch"/>', { 'p.sch': '<pattern/>' }, 'SCHEMATRON_INVALID'],
    ['an include that is no XML', '<include href="p.sch"/>', { 'p.sch': '<pattern>' }, 'XML_NOT_WELL_FORMED'],
    ['an unknown abstract pattern', '<pattern is-a="x"/>', {}, 'SCHEMATRON_REFERENCE'],
    [
      'an unknown abstract rule',
      '<pattern><rule context="a"><extends rule="x"/></rule></pattern>',
      {},
      'SCHEMATRON_REFERENCE',
    ],
    [
      'a rule that extends itself',
      '<pattern><rule abstract="true" id="r"><extends rule="r"/></rule><rule context="a"><extends rule="r"/></rule></pattern>',
      {},
      'SCHEMATRON_REFERENCE',
    ],
  ])('%s', (_, content, others, code) => expect(codeOf(() => readSchema(content, others))).toBe(code));

  it.each([
    ['an unknown phase', () => readSchema('', {}, { phase: 'x' }), 'SCHEMATRON_REFERENCE'],
    [
      'XPath 1.0',
      () => readFiles({ 'main.sch': header.replace('xslt2', 'xslt').replace('>', '/>') }),
      'SCHEMATRON_UNSUPPORTED',
    ],
    ['something else', () => readFiles({ 'main.sch': '<a/>' }), 'SCHEMATRON_INVALID'],
    ['a document type', () => readFiles({ 'main.sch': '<!DOCTYPE a><a/>' }), 'XML_DOCTYPE'],
    [
      'XSLT that is no Schematron',
      () =>
        readFiles({ 'main.sch': '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="2.0"/>' }),
      'SCHEMATRON_INVALID',
    ],
    [
      'XSLT 1.0',
      () =>
        readFiles({ 'main.sch': '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>' }),
      'SCHEMATRON_UNSUPPORTED',
    ],
  ])('%s', (_, read, code) => expect(codeOf(read)).toBe(code));
});
