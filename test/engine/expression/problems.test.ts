import { describe, expect, it } from 'vitest';
import { TimbreError } from '../../../engine/errors.ts';
import type { ExpressionProblem } from '../../../engine/expression.ts';
import { compiled, problemsOf, variables } from './scope.ts';

const syntax = 'EXPRESSION_SYNTAX';
const type = 'EXPRESSION_TYPE';
const unknown = 'EXPRESSION_UNKNOWN_NAME';
const yaml = 'YAML_UNQUOTED_EXPRESSION';

describe('refused at load, at the right place', () => {
  it.each<[string, ExpressionProblem['code'], string]>([
    ['=invoice.nmber', unknown, 'nmber'],
    ['=invoce.number', unknown, 'invoce'],
    ['=invoice.lines.map(l, l.quantty)', unknown, 'quantty'],
    ['=has(invoice.sellr)', unknown, 'sellr'],
    ['=0.5 + invoice.totl', unknown, 'totl'],
    ['=has(invoice.seller) && invoice.seller.nam == null', unknown, 'nam'],
    ['=invoice.national.mx.usage', unknown, 'usage'],
    ['=invoice.national.mx.usage + ""', unknown, 'usage'],
    ['=lne.x + 1', unknown, 'lne'],
    ['=uper(invoice.number)', unknown, 'uper'],
    ['=invoice.number.trim()', unknown, 'trim'],
    ['=now()', unknown, 'now'],
    ['=double(invoice.total)', unknown, 'double'],
    ['=dyn(1)', unknown, 'dyn'],
    ['=absent()', unknown, 'absent'],
    ['=present(invoice)', unknown, 'present'],
    ['=timestamp("2026-01-01T00:00:00Z")', unknown, 'timestamp'],
    ['=cel.bind(x, 1, x)', unknown, 'bind'],
    ['=google.protobuf', unknown, 'google'],
    ['=string', unknown, 'string'],
    ['=constructor', unknown, 'constructor'],
    ['=invoice.__proto__', unknown, '__proto__'],
    ['=first(invoice.lines).constructor', unknown, 'constructor'],
    ['=decimal("1").plus', unknown, 'plus'],
    ['=invoice["nmber"] + "x"', unknown, 'nmber'],
    ['=invoice.lines.name', type, 'name'],
    ['=invoice.number.length', type, 'length'],
    ['=invoice.number + 1', type, 'invoice.number + 1'],
    ['=invoice.number == 5', type, 'invoice.number == 5'],
    ['=invoice.total == "5"', type, 'invoice.total == "5"'],
    ['=invoice.total / 2', type, 'invoice.total / 2'],
    ['=invoice.total + invoice.series', type, 'invoice.total + invoice.series'],
    ['=upper(invoice.total)', type, 'upper(invoice.total)'],
    ['=round(invoice.number, 2)', type, 'round(invoice.number, 2)'],
    ['=invoice.total ? 1 : 2', type, 'total'],
    ['=invoice.copies && true', type, 'invoice.copies && true'],
    ['=[1, "a"]', type, '"a"'],
    ['=matches(invoice.number, "(?=x)")', type, '"(?=x)"'],
    ['=matches(invoice.number, "(a")', type, '"(a"'],
    ['=format(invoice.issueDate, "YYYY")', type, '"YYYY"'],
    ['=invoice.lines.filter(l, l.quantity)', type, 'quantity'],
    ['=', syntax, ''],
    ['=a b', syntax, 'b'],
    ['=1 ++ 2', syntax, '+'],
    ['=invoice..number', syntax, '.'],
    ['=5u', syntax, '5u'],
    ['=b"x" == b"x"', syntax, 'b"x"'],
    ['=if', unknown, 'if'],
    ['=invoice.total > 0 ? invoice.number', yaml, ''],
    ['="a', yaml, '"a'],
    ['=invoice.total +', yaml, ''],
    ['=round(invoice.total, 2', yaml, ''],
  ])('%s', (value, code, part) => {
    const [problem] = problemsOf(value);
    expect(problem?.code).toBe(code);
    expect(problem?.message).not.toMatch(/present\(|absent\(|no such overload/);
    if (part === '') return;
    expect(value.slice(1).slice(problem?.offset, (problem?.offset ?? 0) + (problem?.length ?? 0))).toBe(part);
  });

  it.each([
    ['=invoice.lines.map(l, l.quantty)', 'quantity'],
    ['=invoce.number', 'invoice'],
    ['=uper("a")', 'upper'],
    ['=invoice.total / 2', 'divide'],
    ['=invoice.number + 1', 'text('],
    ['=invoice.number.upper()', 'upper(value'],
    ['=invoice.total > 0 ? "a"', 'quotes'],
  ])('%s: the hint helps', (value, word) => expect(problemsOf(value)[0]?.hint).toContain(word));

  it('reports all wrong calls at once', () => {
    expect(problemsOf('=uper("a") + lowr("b")').map((each) => each.offset)).toEqual([0, 12]);
  });
});

describe('limits', () => {
  const nested = (depth: number): string =>
    `=${Array.from({ length: depth }, (_, level) => `invoice.lines.map(l${level}, `).join('')}1${')'.repeat(depth)}`;

  it('nests list macros four deep and no deeper', () => {
    expect(compiled(nested(4)).type).toContain('list');
    expect(problemsOf(nested(5))[0]?.code).toBe(syntax);
  });

  it.each([
    ['length', `="${'x'.repeat(20_000)}"`],
    ['depth', `=${'('.repeat(5_000)}1${')'.repeat(5_000)}`],
    ['nodes', `=1${' + 1'.repeat(2_400)}`],
    ['unary operators', `=${'-'.repeat(9_000)}1`],
  ])('refuses too much %s', (_, value) => expect(problemsOf(value)[0]?.code).toBe(syntax));
});

describe('failing on the data', () => {
  it.each<[string, string, string | undefined]>([
    ['=invoice.series + "x"', 'invoice.series', 'series'],
    ['="x" + invoice.buyer.name', 'invoice.buyer.name', 'buyer.name'],
    ['=1 + invoice.lines[0].discount', 'invoice.lines[0].discount', 'lines[0].discount'],
    ['=invoice.lines.map(l, l.discount * 2)', 'l.discount', undefined],
    ['=0.5 * invoice.lines[0].discount', 'invoice.lines[0].discount', 'lines[0].discount'],
    ['=divide(1, invoice.lines[0].discount, 2)', 'invoice.lines[0].discount', 'lines[0].discount'],
    ['=invoice.series.startsWith("x")', 'invoice.series', 'series'],
    ['=size(invoice.series) > 2', 'invoice.series', 'series'],
    ['=sum(invoice.lines.map(l, l.discount))', 'absent', undefined],
    ['=divide(1, 0, 2)', 'zero', undefined],
    ['=decimal("abc")', 'abc', undefined],
    ['=date("2026-02-30")', '2026-02-30', undefined],
    ['=round(1.5, 2, "sideways")', 'sideways', undefined],
    ['=fixed(1.5, 1000)', 'scale', undefined],
    ['=padLeft("x", 1000000, "0")', 'padLeft', undefined],
    ['=format("2026-03-01", "HH:mm")', 'no time', undefined],
    ['=format("2026-03-01T12:00:00", "HH", "Europe/Madrid")', 'offset', undefined],
    ['=format("2026-03-01T12:00:00Z", "HH", "Nowhere")', 'Nowhere', undefined],
    ['=invoice.lines[9].name + "x"', 'bounds', undefined],
    ['=free + 1', 'free', undefined],
    ['=free.count / 2', 'does not go with a decimal and a whole number', undefined],
    ['=9223372036854775807 + 1', 'overflow', undefined],
  ])('%s', (value, part, path) => {
    const expression = compiled(value);
    const thrown = (() => {
      try {
        return expression.evaluate(variables);
      } catch (error) {
        return error;
      }
    })();
    if (!(thrown instanceof TimbreError)) throw new Error(`it did not fail: ${String(thrown)}`);
    expect(thrown.code).toBe('EXPRESSION_FAILED');
    expect(thrown.problems[0]?.message).toContain(part);
    expect(thrown.problems[0]?.path).toBe(path);
  });

  it('says when data is not what its schema says', () => {
    const wrong = { invoice: { total: 'abc', copies: 1.5, paid: 'yes' } };
    for (const value of ['=invoice.total + 1', '=invoice.copies + 1', '=invoice.paid == true']) {
      expect(() => compiled(value).evaluate(wrong)).toThrow(/EXPRESSION_FAILED/);
    }
  });
});
