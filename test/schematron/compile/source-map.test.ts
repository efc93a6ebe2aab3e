import { SourceMap } from 'node:module';
import { expect, it } from 'vitest';
import { generateModule } from '../../../schematron/compile/index.ts';
import { sourceMapOf } from '../../../schematron/compile/source-map.ts';
import { rulesOf } from '../rules.ts';

it('leads from a generated check to its line in the rule set', () => {
  const rules = rulesOf(
    '\n<pattern>\n<rule context="a">\n<assert id="first" test="b">b</assert>\n<assert id="second" test="c">c</assert>\n</rule>\n</pattern>',
  );
  const { source } = generateModule(rules);
  const map = new SourceMap(JSON.parse(sourceMapOf(source, rules.sources)));
  const lines = source.split('\n');
  for (const [name, line] of [
    ['first', 4],
    ['second', 5],
  ] as const) {
    const at = lines.findIndex((text) => text.includes(`function ${name}(`));
    expect(map.findEntry(at, 0)).toMatchObject({ originalSource: rules.sources[0], originalLine: line - 1 });
  }
});
