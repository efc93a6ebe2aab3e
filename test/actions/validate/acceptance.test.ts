import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileDoubt } from '../../../actions/validate/rules/acceptance.ts';
import { createJudge, readRules } from '../../../actions/validate/rules/index.ts';
import { registerSchema } from '../../../engine/expression.ts';
import invoiceSchema from '../../../schemas/invoice.schema.json' with { type: 'json' };
import { loadingOf } from '../loading.ts';

const feature = join(import.meta.dirname, '../../../features/mx/cfdi');
const read = (path: string) => readFileSync(join(feature, path), 'utf8');
registerSchema(invoiceSchema.$id, invoiceSchema);
const scope = { invoice: JSON.parse(read('input.schema.json')) };

const files = Object.fromEntries(
  readdirSync(join(feature, 'rules'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => [name, read(`rules/${name}`)]),
);
const pin = { name: 'cfdv40.xsd', files: [{ address: 'http://t.test/cfdv40.xsd', sha256: [] }] };
const { loading, at, problems } = loadingOf('{}', { scope, files, artefacts: [pin] });
const rules = Object.keys(files).flatMap((path) => readRules(path, loading, at));
/** Codes of these lengths, so that some are known and some are not. */
const list = { has: (code: string) => code.length < 4, codes: undefined };
const lists = new Map([['cfdv40.xsd', () => list]]);

const inputs = ['invoice', 'excise-and-withholdings', 'global-invoice', 'credit-note', 'foreign-currency'];
const values: readonly unknown[] = [
  undefined,
  null,
  '',
  '0',
  '-1.5',
  'x',
  '1e3',
  7,
  1.005,
  true,
  [],
  {},
  [null],
  ['x'],
];

/** Copies of the data, each with another value in one of its places. */
function* changed(data: unknown, whole = data): Generator<unknown> {
  if (typeof data !== 'object' || data === null) return;
  for (const key of Object.keys(data)) {
    const before: unknown = Reflect.get(data, key);
    yield* changed(before, whole);
    for (let take = 0; take < 3; take++) {
      const value = values[turn++ % values.length];
      if (value === undefined) Reflect.deleteProperty(data, key);
      else Reflect.set(data, key, value);
      yield JSON.parse(JSON.stringify(whole));
    }
    Reflect.set(data, key, before);
  }
}
let turn = 0;

describe('generated acceptance of rules', () => {
  const judge = createJudge(rules, scope, false);
  const evaluated = createJudge(rules, scope, true);
  const doubt = compileDoubt(rules, scope);
  const codes = rules.map((rule) => ('list' in rule.check ? list : undefined));

  test('nothing is reported while the rules are read', () => {
    expect(problems).toEqual([]);
    expect(rules.length).toBeGreaterThan(50);
  });

  test.each(inputs)('%s is accepted without a doubt', (name) => {
    const invoice: unknown = JSON.parse(read(`cases/${name}/input.json`));
    const told = [...doubt({ invoice }, codes)].map((number) => rules[number]?.id);
    expect(told).toEqual(evaluated({ invoice }, lists, 100).map(({ message }) => message.split(':')[0]));
  });

  test.each(inputs)('%s, changed everywhere, is judged as the expressions alone judge it', (name) => {
    let found = 0;
    for (const invoice of changed(JSON.parse(read(`cases/${name}/input.json`)))) {
      const judged = judge({ invoice }, lists, 100);
      found += judged.length;
      expect(judged).toEqual(evaluated({ invoice }, lists, 100));
    }
    expect(found).toBeGreaterThan(100);
  });
});
