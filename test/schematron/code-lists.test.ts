import { describe, expect, it } from 'vitest';
import { readCodeLists, SchematronProblem } from '../../schematron/index.ts';

const file = (content: string): Uint8Array =>
  Buffer.from(
    `<schema xmlns="http://purl.oclc.org/dsdl/schematron" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:own="urn:own" queryBinding="xslt2"><ns prefix="u" uri="urn:u"/>${content}</schema>`,
  );
const lists = readCodeLists([
  file(`<let name="iso" value="tokenize('AED AFN', '\\s')"/><let name="texts" value="tokenize('Art. 44; Art. 39 bis', ';')"/><let name="both" value="('S', 'Z')"/><pattern><rule context="a">
    <assert id="blanks" test="not(contains(., ' ')) and contains(' 1A AD ', concat(' ', ., ' '))"/>
    <assert id="commas" test="contains('FT,NC,', concat(., ','))"/>
    <assert id="two" test="(self::u:a and contains(' 380 384 ', .)) or (self::u:b and contains(' 381 ', .))"/>
    <report id="equal" test="@m = 'application/pdf' or @m eq 'image/png'"/>
    <assert id="parameter" test="$CODES"/>
    <assert id="none" test="string-length(.) = 3"/>
    <assert id="function" test="u:check(., 'x')"/>
  </rule></pattern>
  <xsl:function name="u:rates"><xsl:param name="rate"/><xsl:variable name="all" select="('19', '7')"/><xsl:sequence select="$rate = $all"/></xsl:function>
  <xsl:function name="own:kinds"><xsl:param name="kind"/><xsl:choose><xsl:when test="own:rates($kind) and $kind = ('A', 'B')"><xsl:sequence select="$kind = 'C'"/></xsl:when></xsl:choose></xsl:function>`),
  file(`<pattern is-a="p"><param name="CODES" value="contains( ' EL GR ', substring(., 1, 2) )"/></pattern>
    <pattern><rule context="b"><assert id="blanks" test="contains(' other ', .)"/></rule></pattern>`),
]);

describe('the code lists in the XPath of a rule set', () => {
  it.each([
    ['iso', ['AED', 'AFN']],
    ['texts', ['Art. 44', 'Art. 39 bis']],
    ['both', ['S', 'Z']],
    ['blanks', ['1A', 'AD']],
    ['commas', ['FT', 'NC']],
    ['two', ['380', '384', '381']],
    ['two[1]', ['380', '384']],
    ['two[2]', ['381']],
    ['equal', ['application/pdf', 'image/png']],
    ['parameter', ['EL', 'GR']],
    ['u:rates', ['19', '7']],
    ['own:kinds', ['A', 'B', 'C']],
    ['own:kinds[2]', ['C']],
  ])('%s', (name, codes) => expect([...(lists(name) ?? [])]).toEqual(codes));

  it.each(['none', 'function', 'two[3]', 'unheard-of'])('%s has none', (name) => expect(lists(name)).toBeUndefined());

  it('what is no XML is said', () => {
    expect(() => readCodeLists([Buffer.from('<schema>')])).toThrow(SchematronProblem);
  });
});
