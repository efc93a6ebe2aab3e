import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileSchematron, isFatal, parseDocument, SchematronProblem } from '../../schematron/index.ts';
import { childElements, rootOf } from '../../scripts/suites/fragment.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-schematron-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const schema = (content: string): string => {
  const file = join(folder, `${files++}.sch`);
  writeFileSync(
    file,
    `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><title>T &amp; U</title>\n${content}</schema>`,
  );
  return file;
};

const invoice = parseDocument(
  '<i:Invoice xmlns:i="urn:i">\n  <Line id="1"><Price>1.10</Price></Line>\n  <Line id="2"><Price>x</Price></Line>\n</i:Invoice>',
);

const rules = schema(`<ns prefix="p" uri="urn:i"/>
<pattern id="one" name="n"><rule context="Line">
  <assert id="R1" test="Price castable as xs:decimal" flag="fatal">Price <value-of select="Price"/> of line <value-of select="@id"/> is no amount &lt;&amp;&gt;.</assert>
  <report id="R2" test="@id = '1'">first</report>
  <assert id="R3" test="xs:decimal(Price) gt 1" flag="warning">small</assert>
</rule></pattern>
<pattern><rule context="@id"><assert test=". = '1'">other</assert></rule><rule context="/p:Invoice"><assert id="R 4" test="false()" subject="Line[2]">x</assert></rule></pattern>`);

describe('a rule set judges a document', () => {
  it('the plain list: rule, severity, message, path, place, test; an error is a finding and the others go on', () => {
    const { findings } = compileSchematron(rules).validate(invoice);
    expect(findings.map(({ rule, severity, path, line, column }) => [rule, severity, path, line, column])).toEqual([
      ['R2', 'information', '/i:Invoice/Line[1]', 2, 3],
      ['R1', 'fatal', '/i:Invoice/Line[2]', 3, 3],
      ['R3', 'fatal', '/i:Invoice/Line[2]', 3, 3],
      ['R 4', 'fatal', '/i:Invoice/Line[2]', 3, 3],
      ['', 'fatal', '/i:Invoice/Line[2]/@id', 3, 9],
    ]);
    expect(findings[1]?.message).toBe('Price x of line 2 is no amount <&>.');
    expect([findings[2]?.error?.code, findings[2]?.test]).toEqual(['FORG0001', 'xs:decimal(Price) gt 1']);
    expect(findings.map(isFatal)).toEqual([false, true, true, true, true]);
  });

  it('several rule sets judge one document, also when they were compiled after it was parsed', () => {
    const late = parseDocument('<Late><Node/></Late>');
    const first = compileSchematron(
      schema('<pattern><rule context="Node"><assert id="A" test="false()">a</assert></rule></pattern>'),
    );
    const second = compileSchematron(
      schema('<pattern><rule context="/Late/Node"><assert id="B" test="not(/Late/Node)">b</assert></rule></pattern>'),
    );
    expect([first, second, first].flatMap((each) => each.validate(late).findings.map(({ rule }) => rule))).toEqual([
      'A',
      'B',
      'A',
    ]);
  });

  it('a mistake in an expression has its place', () => {
    const wrong = schema('<pattern><rule context="a"><assert test="b +\n  * c ]"/></rule></pattern>');
    expect(() => compileSchematron(wrong)).toThrow(SchematronProblem);
    expect(() => compileSchematron(wrong)).toThrow(/\.sch:3:5 {2}SCHEMATRON_XPATH /);
  });
});

describe('the SVRL', () => {
  const svrl = parseDocument(compileSchematron(rules).validate(invoice).svrl());
  const root = rootOf(svrl);
  const names = childElements(svrl, root).map(
    (node) => svrl.source.slice(svrl.start[node], svrl.to[node]).match(/svrl:([\w-]+)/)?.[1],
  );

  it('has the order of its grammar', () => {
    // ISO/IEC 19757-3: text*, ns-prefix-in-attribute-values*, (active-pattern, (fired-rule, (failed-assert | successful-report)*)*)*
    const letters = names
      .map(
        (name) =>
          ({ 'ns-prefix-in-attribute-values': 'n', 'active-pattern': 'p', 'fired-rule': 'r' })[name ?? ''] ?? 'f',
      )
      .join('');
    expect(letters).toMatch(/^n*(p(rf*)*)*$/);
    expect(letters).toBe('nprfrffprfrrf');
  });

  it('says what was found, where, and what could not be evaluated', () => {
    expect(svrl.source).toContain(
      `<svrl:failed-assert id="R1" location="/*:Invoice[namespace-uri()='urn:i'][1]/Line[2]" test="Price castable as xs:decimal" flag="fatal"><svrl:text>Price x of line 2 is no amount &lt;&amp;&gt;.</svrl:text></svrl:failed-assert>`,
    );
    expect(svrl.source).toMatch(
      /<svrl:failed-assert id="R3"[^>]* flag="fatal"><svrl:text>The test could not be evaluated: .*FORG0001/,
    );
    expect(svrl.source).toContain(
      '<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl" title="T &amp; U">',
    );
    // "R 4" is no name, which an id has to be.
    expect(svrl.source).toContain('<svrl:failed-assert location=');
  });
});

describe('compiled rule sets are kept', () => {
  const cache = join(folder, 'cache');
  const part = join(folder, 'part.sch');
  const writePart = (test: string) =>
    writeFileSync(
      part,
      `<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="a"><assert id="A" test="${test}">t</assert></rule></pattern>`,
    );
  const main = schema('<include href="part.sch"/>');
  const found = () => compileSchematron(main, { cache }).validate(parseDocument('<a/>')).findings.length;

  it('by the content of all their files, and made anew when one changes', () => {
    writePart('true()');
    expect(found()).toBe(0);
    const kept = () => readdirSync(cache).filter((file) => file.endsWith('.json'));
    const [first] = kept();
    expect(kept()).toHaveLength(1);
    expect(found()).toBe(0);
    writePart('false()');
    expect(found()).toBe(1);
    expect(found()).toBe(1);
    expect(kept()).toEqual([first]);
  });

  it('a damaged one is made anew', () => {
    for (const file of readdirSync(cache)) writeFileSync(join(cache, file), '{"files":');
    expect(found()).toBe(1);
  });

  it('one whose code was changed is made anew', () => {
    for (const file of readdirSync(cache).filter((each) => each.endsWith('.js')))
      writeFileSync(join(cache, file), '(() => { throw new Error("not what was generated"); })');
    expect(found()).toBe(1);
  });

  it('none is read where others may write, for what is kept is run', () => {
    const [entry = ''] = readdirSync(cache).filter((file) => file.endsWith('.json'));
    const kept = JSON.parse(readFileSync(join(cache, entry), 'utf8'));
    const planted = '(() => ({ start() {}, finish() {}, patterns: [] }))';
    const sourceSha256 = createHash('sha256').update(planted).digest('hex');
    writeFileSync(join(cache, `${sourceSha256}.js`), planted);
    writeFileSync(join(cache, entry), JSON.stringify({ ...kept, sourceSha256 }));
    expect(found()).toBe(0);
    chmodSync(cache, 0o777);
    expect(found()).toBe(1);
  });

  it('a folder that cannot be written changes nothing', () => {
    expect(compileSchematron(main, { cache: join(part, 'x') }).checks).toBe(1);
  });
});

describe('document()', () => {
  it('reads a file beside the rule set; without it there is no rule set', () => {
    const file = schema(
      `<pattern><rule context="a"><assert id="A" test=". = document('codes.xml')//code">t</assert></rule></pattern>`,
    );
    expect(() => compileSchematron(file)).toThrow(/SCHEMATRON_FILE_MISSING/);
    writeFileSync(join(folder, 'codes.xml'), '<codes><code>1</code></codes>');
    const ruleSet = compileSchematron(file);
    expect(['<a>1</a>', '<a>2</a>'].map((each) => ruleSet.validate(parseDocument(each)).findings.length)).toEqual([
      0, 1,
    ]);
    expect(ruleSet.files.some((each) => each.endsWith('codes.xml'))).toBe(true);
  });
});
