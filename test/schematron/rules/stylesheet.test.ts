import { describe, expect, it } from 'vitest';
import { type RuleContent, type RuleSet, readRuleSet } from '../../../schematron/rules/index.ts';

const read = (text: string): RuleSet => readRuleSet('rules.xslt', { read: () => Buffer.from(text) });

const stylesheet = (content: string): string =>
  `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:svrl="http://purl.oclc.org/dsdl/svrl" xmlns:schxslt="https://doi.org/10.5281/zenodo.1495494" version="2.0">${content}</xsl:stylesheet>`;

const skeleton = stylesheet(`
  <xsl:template match="/"><svrl:schematron-output title="T">
    <svrl:active-pattern><xsl:attribute name="id">P</xsl:attribute></svrl:active-pattern><xsl:apply-templates select="/" mode="M1"/>
  </svrl:schematron-output></xsl:template>
  <xsl:template match="second" priority="1000" mode="M1"><svrl:fired-rule context="second"/>
    <xsl:choose><xsl:when test="x"/><xsl:otherwise><svrl:failed-assert test="x"><xsl:attribute name="id">A</xsl:attribute><xsl:attribute name="flag">fatal</xsl:attribute>
      <svrl:text>no <xsl:text/><xsl:value-of select="y"/></svrl:text></svrl:failed-assert></xsl:otherwise></xsl:choose>
    <xsl:if test="z"><svrl:successful-report test="z"><xsl:attribute name="id">R</xsl:attribute><svrl:text/></svrl:successful-report></xsl:if>
    <xsl:apply-templates select="@*|*" mode="M1"/></xsl:template>
  <xsl:template match="first" priority="1001" mode="M1"><xsl:variable name="v" select="1"/><svrl:fired-rule context="first"/><xsl:apply-templates select="@*|*" mode="M1"/></xsl:template>
  <xsl:template match="text()" priority="-1" mode="M1"/>
  <xsl:template match="@*|node()" priority="-2" mode="M1"><xsl:apply-templates select="@*|*" mode="M1"/></xsl:template>`);

describe('XSLT that Schematron was compiled to is read back', () => {
  it('from the ISO skeleton: priorities are the order, the empty when is an assert', () => {
    const { title, patterns } = read(skeleton);
    const [pattern] = patterns;
    expect([title, patterns.length, pattern?.id, pattern?.visits]).toEqual([
      'T',
      1,
      'P',
      { attributes: true, text: false, asides: false },
    ]);
    expect(pattern?.rules.map(({ context, lets }) => [context.text, lets.length])).toEqual([
      ['first', 1],
      ['second', 0],
    ]);
    expect(
      pattern?.rules[1]?.checks.map((each) => [
        each.kind,
        each.firesOn,
        each.id,
        each.test.text,
        each.severity,
        each.message.length,
      ]),
    ).toEqual([
      ['assert', false, 'A', 'x', 'fatal', 2],
      ['report', true, 'R', 'z', '', 0],
    ]);
  });

  const rule = (match: string, priority: number, guard: string, content: string, marks = guard) => `
    <xsl:template match="${match}" priority="${priority}" mode="m"><xsl:param name="schxslt:patterns-matched"/>
      <xsl:choose><xsl:when test="$schxslt:patterns-matched[. = '${guard}']"><xsl:next-match/></xsl:when>
      <xsl:otherwise><schxslt:rule pattern="${guard}">${content}</schxslt:rule>
        <xsl:next-match><xsl:with-param name="schxslt:patterns-matched" select="($schxslt:patterns-matched, '${marks}')"/></xsl:next-match></xsl:otherwise></xsl:choose></xsl:template>`;
  const schxslt = (content: string) =>
    stylesheet(`<xsl:template match="/"><xsl:apply-templates select="/" mode="m"/></xsl:template>
      <xsl:template match="*" mode="#all" priority="-10"><xsl:apply-templates mode="#current" select="@*"/><xsl:apply-templates mode="#current" select="node()"/></xsl:template>${content}`);
  const failed = (id: string) =>
    `<svrl:failed-assert id="${id}" flag="error" test="shown"><svrl:text>t</svrl:text></svrl:failed-assert>`;
  const contexts = ({ patterns }: RuleSet) =>
    patterns.map(({ rules }) => rules.map((each) => `${each.context.text}:${each.checks.map(({ id }) => id).join()}`));

  it('from SchXslt: rules say their pattern, and of equal priorities the last comes first', () => {
    const ruleSet = read(
      schxslt(
        rule('a', 3, 'p', `<xsl:if test="not(x)">${failed('A')}</xsl:if>`) +
          rule('b', 2, 'q', '') +
          rule('c', 2, 'p', ''),
      ),
    );
    expect(contexts(ruleSet)).toEqual([['a:A', 'c:'], ['b:']]);
    const check = ruleSet.patterns[0]?.rules[0]?.checks[0];
    expect([check?.firesOn, check?.test.text, check?.shownTest, check?.severity]).toEqual([
      true,
      'not(x)',
      'shown',
      'error',
    ]);
    expect(ruleSet.patterns[0]?.visits).toEqual({ attributes: true, text: true, asides: true });
  });

  it('a rule without guard takes what others took, and keeps it from those behind it', () => {
    const open = `<xsl:template match="b" priority="2" mode="m"><schxslt:rule pattern="p"><xsl:if test="x">${failed('B')}</xsl:if></schxslt:rule>
      <xsl:next-match><xsl:with-param name="schxslt:patterns-matched" select="($schxslt:patterns-matched, 'p')"/></xsl:next-match></xsl:template>`;
    expect(contexts(read(schxslt(rule('a', 3, 'p', '') + open + rule('c', 1, 'p', ''))))).toEqual([
      ['a:', 'b:', 'c:'],
      ['b:B'],
    ]);
  });

  it('a rule that marks another pattern than guards it is kept from its nodes by the rules before it', () => {
    const ruleSet = read(
      schxslt(
        rule('a', 3, 'p', '') +
          rule('b', 2, 'p', `<xsl:if test="x">${failed('B')}</xsl:if>`, 'q') +
          rule('c', 1, 'p', ''),
      ),
    );
    expect(contexts(ruleSet)).toEqual([['a:', 'c:'], ['a:', 'b:B'], ['b:']]);
  });

  it('conditions and loops that were written around findings', () => {
    const content = `<xsl:variable name="v" select="1"/><xsl:if test="a">${failed('A')}<xsl:for-each select="l"><xsl:if test="b">${failed('B')}</xsl:if></xsl:for-each></xsl:if>
      <xsl:choose><xsl:when test="c">${failed('C')}</xsl:when><xsl:otherwise><xsl:if test="d">${failed('D')}</xsl:if></xsl:otherwise></xsl:choose>`;
    const [first] = read(schxslt(rule('a', 1, 'p', content))).patterns[0]?.rules ?? [];
    const text = (each: RuleContent): string =>
      each.kind === 'let'
        ? `let ${each.let.name}`
        : each.kind === 'check'
          ? `${first?.checks[each.index]?.id}(${first?.checks[each.index]?.test.text})`
          : each.kind === 'for-each'
            ? `for ${each.select.text} {${each.content.map(text).join()}}`
            : `${each.branches.map((branch) => `if ${branch.test.text} {${branch.content.map(text).join()}}`).join(' ')} else {${each.otherwise.map(text).join()}}`;
    expect(first?.content?.map(text)).toEqual([
      'let v',
      'A(a)',
      'if a {for l {B(b)}} else {}',
      'if c {C(true())} else {D(d)}',
    ]);
  });
});
