import { describe, expect, it } from 'vitest';
import {
  asText,
  CalendarDate,
  celBuiltins,
  DateTime,
  Decimal,
  expressionFunctions,
} from '../../../engine/expression.ts';
import { compiled, evaluated, problemsOf } from './scope.ts';

describe.each(expressionFunctions.map((each) => [each.name, each] as const))('%s', (name, each) => {
  it.each(each.examples.map(([expression, result]) => [expression, result] as const))('%s', (expression, result) => {
    expect(evaluated(`=${expression}`)).toBe(result);
  });

  it('is described, with an example of itself', () => {
    expect(each.summary).toMatch(/\.$/);
    expect(each.examples.some(([expression]) => expression.includes(`${name}(`))).toBe(true);
    expect(each.signatures.every((signature) => signature.startsWith(`${name}(`))).toBe(true);
  });
});

describe("CEL's own", () => {
  const examples = celBuiltins.flatMap((each) => each.examples.map(([expression, result]) => [expression, result]));
  it.each(examples)('%s', (expression, result) => expect(evaluated(`=${expression}`)).toBe(result));
});

describe('functions on the edge', () => {
  it.each<[string, string | undefined]>([
    ['=sum(invoice.notes.map(n, 1.5))', '0'],
    ['=min(invoice.lines[0].parts.map(p, p.quantity))', undefined],
    ['=distinct(invoice.lines.map(l, l.tax)).size()', '2'],
    ['=distinct([1.0, 1.00, 2.5]).size()', '2'],
    ['=size(flatten([invoice.lines, invoice.lines])) == 2 * size(invoice.lines)', 'true'],
    ['=size(flatten([[1], [1].filter(n, n > 1), [2, 3]]))', '3'],
    ['=flatten([["a"]].map(each, each.map(text, {"is": text}))).map(row, row.is)[0]', 'a'],
    ['=distinct(invoice.lines + invoice.lines).size()', '2'],
    ['=join(invoice.lines.map(l, l.discount), "|")', '0.5'],
    ['=join([1, 2], "-")', '1-2'],
    ['=substring("a😀b", 1, 2)', '😀'],
    ['=size("a😀b")', '3'],
    ['=replace("a$b", "$", "$&")', 'a$&b'],
    ['=text(1e-7)', '0.0000001'],
    ['=text(true)', 'true'],
    ['=divide(2, 3, 2, "down")', '0.66'],
    ['=round(-0.4, 0)', '0'],
    ["=format(\"2026-03-01\", \"'year' yy, 'o''clock'\")", "year 26, o'clock"],
    ['=format(date(invoice.issueDate), "d.M.yyyy")', '1.3.2026'],
    ['=format("2026-03-01T12:00:00.5-06:00", "HH:mm:ss.SSSXXX")', '12:00:00.500-06:00'],
    ['=format("2026-03-08T09:59:59Z", "HH:mm xxx", "America/Tijuana")', '01:59 -08:00'],
    ['=format("2026-03-08T10:00:00Z", "HH:mm xxx", "America/Tijuana")', '03:00 -07:00'],
    ['=format("2026-03-01T12:00:00Z", "HHxxx", "UTC")', '12+00:00'],
    ['=addMonths("2024-02-29", 12)', '2025-02-28'],
    ['=addMonths("2026-01-15", -13)', '2024-12-15'],
    ['=addDays(date("2026-12-31"), 1)', '2027-01-01'],
    ['=or(or(invoice.series, ""), invoice.number)', 'A1'],
  ])('%s', (expression, result) => expect(evaluated(expression)).toBe(result));

  it.each(['2026-13-01', '2026-02-29', '20260301', '2026-3-1', '2026-03-01x', ''])('%j is no day', (text) => {
    expect(CalendarDate.parse(text)).toBeUndefined();
  });

  it.each(['2026-03-01T24:00:00Z', '2026-03-01T12:60:00Z', '2026-03-01T12:00:00+6:00', '2026-03-01'])(
    '%j is no moment',
    (text) => expect(DateTime.parse(text)).toBeUndefined(),
  );

  it('has typed results', () => {
    expect(compiled('=min(1, 2)').type).toBe('int');
    expect(compiled('=min(1, 2.5)').type).toBe('decimal');
    expect(compiled('=first(invoice.lines).name').type).toBe('string');
    expect(compiled('=distinct(invoice.lines.map(l, l.tax))').type).toBe('list<string>');
    expect(problemsOf('=or(invoice.number, 5)')[0]?.code).toBe('EXPRESSION_TYPE');
  });
});

describe('asText', () => {
  it.each<[unknown, string | undefined]>([
    [null, undefined],
    [undefined, undefined],
    ['', undefined],
    ['a', 'a'],
    [0, '0'],
    [1e21, '1000000000000000000000'],
    [1e-7, '0.0000001'],
    [Number.NaN, undefined],
    [false, 'false'],
    [Decimal.of('1.50'), '1.5'],
    [new CalendarDate(0), '1970-01-01'],
    [[1], undefined],
    [{ a: 1 }, undefined],
    [Object.create(null), undefined],
  ])('%j', (value, text) => expect(asText(value)).toBe(text));
});
