import { describe, expect, it } from 'vitest';
import { compileExpression, Decimal, itemSchema, resultSchema, type Scope } from '../../../engine/expression.ts';
import { compiled, evaluated, problemsOf, scope, variables } from './scope.ts';

describe('results', () => {
  it.each<[string, string | undefined]>([
    ['=sum(invoice.lines.map(l, l.quantity * l.price))', '24.7'],
    ['=round(invoice.total * 0.16, 1)', '18.6'],
    ['=0.1 + 0.2', '0.3'],
    ['=invoice.rate * 10000', '171234'],
    ['=invoice.factor * 3', '0.75'],
    ['=-invoice.total', '-116'],
    ['=invoice.total == 116', 'true'],
    ['=invoice.total == 116.00 && 116 == invoice.total', 'true'],
    ['=invoice.copies * 2 + 1', '7'],
    ['=7 / 2', '3'],
    ['=7 % 2', '1'],
    ['=invoice.lines.filter(l, l.discount > 0).size()', '1'],
    ['=invoice.lines.exists(l, l.tax == "VAT")', 'true'],
    ['=invoice.lines.all(l, has(l.discount))', 'false'],
    ['=invoice.lines.exists_one(l, l.name == "x")', 'true'],
    ['=invoice.lines.map(l, l.quantity > 2, l.name)[0]', 'y'],
    ['=invoice.lines[1].parts[0].name + "!"', 'z!'],
    ['=first(invoice.lines[1].parts).quantity + 1', '2'],
    ['=size(invoice.lines)', '2'],
    ['=size(invoice.notes) == 0', 'true'],
    ['=invoice.type in ["invoice", "other"]', 'true'],
    ['=type + "x"', 'Tx'],
    ['=invoice.lines.map(type, type.name)[1]', 'y'],
    ['=invoice.national.mx.use + "1"', 'G031'],
    ['=invoice.labels.a + "b"', 'Ab'],
    ['=invoice.anything.amount * 3', '0.3'],
    ['=invoice.anything.list[0].a + 1', '2'],
    ['=free.count + 1', '3'],
    ['=free.count * 0.5 == 1', 'true'],
    ['=divide(free.count, 3, 2)', '0.67'],
    ['=padLeft("7", free.count, "0")', '07'],
    ['=invoice.anything["a-b"] + 1', '2'],
    ['=invoice["number"] + invoice.labels["a"]', 'A1A'],
    ['="a" in invoice.labels', 'true'],
    ['="b" in invoice.labels', 'false'],
    ['=invoice.labels.exists(key, key == "empty")', 'true'],
    ['=size(invoice.labels) + invoice.labels.size()', '4'],
    ['=size([invoice.series] + ["b"])', '2'],
    ['=size(invoice.notes + invoice.lines.map(l, l.name))', '2'],
    ['=invoice.lines.map(l, l.name) == ["x", "y"]', 'true'],
    ['=invoice.lines[0] in invoice.lines', 'true'],
    ['=settings.url + "/stamp"', 'https://a.test/stamp'],
    ['= "leading space"', 'leading space'],
    ["=r'\\d'", '\\d'],
    ['=date("2026-01-01") < date(invoice.issueDate) ? "later" : "earlier"', 'later'],
    ['=dateTime("2026-01-01T00:00:00Z") == dateTime("2026-01-01T01:00:00+01:00")', 'true'],
  ])('%s', (expression, result) => expect(evaluated(expression)).toBe(result));

  it('gives whole numbers as JS numbers, decimals exactly, lists as arrays, objects as they were read', () => {
    expect(compiled('=invoice.copies + 1').evaluate(variables)).toBe(4);
    expect(compiled('=invoice.total + 1').evaluate(variables)).toEqual(Decimal.of('117'));
    expect(compiled('=invoice.lines.map(l, l.name)').evaluate(variables)).toEqual(['x', 'y']);
    expect(compiled('=invoice.lines.filter(l, l.name == "y")').evaluate(variables)).toEqual([
      variables.invoice.lines[1],
    ]);
    expect(compiled('=first(invoice.lines)').evaluate(variables)).toBe(variables.invoice.lines[0]);
    expect(compiled('={"a": [invoice.copies]}').evaluate(variables)).toEqual({ a: [3] });
    expect(compiled('=9007199254740992 + 1').evaluate(variables)).toEqual(Decimal.of('9007199254740993'));
  });
});

describe('absent values', () => {
  it.each<[string, string | undefined]>([
    ['=invoice.series', undefined],
    ['=invoice.buyer.address.city', undefined],
    ['=invoice.buyer.address.city == null', 'true'],
    ['=invoice.buyer == null', 'true'],
    ['=invoice.seller == null', 'false'],
    ['=invoice.series == null', 'true'],
    ['=invoice.series == ""', 'true'],
    ['=invoice.series != ""', 'false'],
    ['="" != invoice.series', 'false'],
    ['=invoice.labels.empty == null', 'true'],
    ['=invoice.lines[0].discount == 0', 'false'],
    ['=invoice.lines[0].discount > 0', 'false'],
    ['=invoice.lines[0].discount <= 0', 'false'],
    ['=invoice.paid == null', 'true'],
    ['=has(invoice.buyer)', 'false'],
    ['=has(invoice.buyer.address.city)', 'false'],
    ['=has(invoice.seller.address.city)', 'true'],
    ['=has(invoice.labels.empty)', 'false'],
    ['=has(invoice.notes)', 'true'],
    ['=has(invoice.lines[1].parts)', 'true'],
    ['=has(invoice.lines[0].parts)', 'false'],
    ['=invoice.lines[0].parts.map(p, p.name).size()', '0'],
    ['=has(invoice.anything.none.deeper)', 'false'],
    ['=invoice.anything.none.deeper == null', 'true'],
    ['=invoice.anything.none == ""', 'true'],
    ['=invoice.anything.none == "x"', 'false'],
    ['=invoice.anything.none > 1', 'false'],
    ['=or(invoice.series, "S")', 'S'],
    ['=or(invoice.lines[0].discount, 0) + 1', '1'],
    ['=upper(invoice.series)', undefined],
    ['=fixed(invoice.lines[0].discount, 2)', undefined],
    ['=format(invoice.buyer.name, "dd")', undefined],
    ['=matches(invoice.series, ".*")', 'false'],
    ['=invoice.total > 0 ? invoice.number : null', 'A1'],
    ['=invoice.total < 0 ? invoice.number : null', undefined],
    ['=invoice.total < 0 ? invoice.total : null', undefined],
    ['=null', undefined],
    ['=""', undefined],
    ['=first(invoice.notes)', undefined],
    ['=sum(invoice.lines[0].parts.map(p, p.quantity))', '0'],
    ['="a" in [invoice.series, "b"]', 'false'],
  ])('%s', (expression, result) => expect(evaluated(expression)).toBe(result));

  it('is what JavaScript has of a list besides its items', () => {
    const { expression } = compileExpression('=data.list.length', { data: true });
    expect(expression?.evaluate({ data: { list: [1, 2] } })).toBeNull();
    expect(expression?.evaluate({ data: { list: { length: 2 } } })).toBe(2);
  });

  it('copes with variables that are not given at all', () => {
    expect(compiled('=has(invoice.buyer.name) || has(settings.url)').evaluate({})).toBe(false);
    expect(compiled('=invoice.number').evaluate({})).toBeNull();
  });
});

describe('constants', () => {
  it.each<[unknown, unknown]>([
    ['text', 'text'],
    ['==1', '=1'],
    ['a = b', 'a = b'],
    [5, 5],
    [true, true],
    ['', null],
    [null, null],
    [['=a'], ['=a']],
  ])('%j', (value, result) => {
    const expression = compiled(value);
    expect(expression.evaluate({})).toEqual(result);
    expect('constant' in expression).toBe(true);
    expect(expression.path).toBeUndefined();
  });

  it('takes a bare path only where asked for', () => {
    expect(compiled('invoice.number', { bare: true }).path).toEqual(['invoice', 'number']);
    expect(compiled('invoice.number').constant).toBe('invoice.number');
    expect(compiled('two words', { bare: true }).constant).toBe('two words');
    expect(problemsOf('invoice.nmber', { bare: true })).toMatchObject([{ code: 'EXPRESSION_UNKNOWN_NAME', offset: 8 }]);
  });
});

describe('expected types', () => {
  it.each<[unknown, string]>([
    ['=invoice.total > 1', 'bool'],
    ['=invoice.copies', 'decimal'],
    ['=invoice.lines', 'list'],
    ['=invoice.anything', 'bool'],
    ['=invoice.seller', 'object'],
    ['=invoice.total', 'scalar'],
    [true, 'bool'],
    ['x', 'string'],
  ])('%s is a %s', (value, expects) => expect(compiled(value, { expects }).source).not.toBe(''));

  it.each<[unknown, string]>([
    ['=invoice.total', 'bool'],
    ['=invoice.number', 'decimal'],
    ['=invoice.lines', 'scalar'],
    ['=invoice.seller.name', 'list'],
    ['=invoice.lines.map(l, l.name)', 'string'],
    ['yes', 'bool'],
    [1.5, 'string'],
  ])('%s is no %s', (value, expects) => expect(problemsOf(value, { expects })[0]?.code).toBe('EXPRESSION_TYPE'));
});

describe('schemas of results', () => {
  it('give the scope of a loop and of local names', () => {
    const line = itemSchema(compiled('=invoice.lines'));
    const total = resultSchema(compiled('=sum(invoice.lines.map(l, l.quantity))'));
    const filtered = itemSchema(compiled('=invoice.lines.filter(l, l.quantity > 1)'));
    if (line === undefined || filtered === undefined) throw new Error('they are lists');
    const inner: Scope = { ...scope, line, total, filtered };
    expect(compileExpression('=line.quantty', inner).problems).toMatchObject([{ offset: 5, length: 7 }]);
    expect(compileExpression('=filtered.quantty + 1', inner).problems).toMatchObject([{ offset: 9, length: 7 }]);
    const { expression } = compileExpression('=line.quantity * total', inner);
    expect(expression?.type).toBe('decimal');
    expect(expression?.evaluate({ line: variables.invoice.lines[0], total: Decimal.of('1.5') })).toEqual(
      Decimal.of('3'),
    );
    expect(itemSchema(compiled('=invoice.number'))).toBeUndefined();
    expect(itemSchema(compiled('=free'))).toBe(true);
  });
});
