import { describe, expect, it } from 'vitest';
import { calculate, type Rules } from '../../../actions/calculate/calculate.ts';
import { Decimal } from '../../../engine/decimal.ts';
import { growth } from '../../growth.ts';

const rules: Rules = { decimals: 2, lenience: { slack: Decimal.of('0.02') } };
const vat = (rate: string, category = 'S') => ({ type: 'VAT', category, rate });
const line = (more: object = {}) => ({
  id: '1',
  quantity: '1',
  unit: 'H87',
  price: { net: '100' },
  taxes: [vat('19')],
  ...more,
});
const of = (invoice: object, own: Partial<Rules> = {}) => calculate({ ...invoice }, { ...rules, ...own });

describe('sums that may be off by a hundredth for each summand', () => {
  const allowances = [{ amount: '10.00', taxes: [vat('19')] }];
  const three = { lines: [line(), line()], allowances };
  it.each<[string, object, string[]]>([
    ['the sum of two lines', { linesAmount: '200.02' }, []],
    ['by more', { linesAmount: '200.03' }, ['totals.linesAmount']],
    ['the sum of one allowance', { allowancesAmount: '9.99' }, []],
    ['that by more', { allowancesAmount: '10.02' }, ['totals.allowancesAmount']],
    ['the totals, of all three', { amountWithoutTax: '189.97', amountWithTax: '226.10' }, []],
    [
      'those by more',
      { amountWithoutTax: '189.96', amountWithTax: '226.10' },
      ['totals.amountWithoutTax', 'totals.amountWithTax'],
    ],
    [
      'the taxes and the amount due not at all',
      { taxAmount: '36.09', payableAmount: '226.11' },
      ['totals.taxAmount', 'totals.payableAmount'],
    ],
  ])('%s', (_, totals, paths) => {
    const { problems } = of({ ...three, totals }, { tolerance: Decimal.of('0.01') });
    expect(problems.map(({ path }) => path)).toEqual(paths);
    expect(of({ ...three, totals }).problems.length).toBeGreaterThan(0);
  });
});

describe('net amounts of lines', () => {
  it.each<[string, object, string]>([
    ['quantity times price', { quantity: '3', price: { net: '33.333' } }, '100.00'],
    ['for a base quantity', { quantity: '1000', price: { net: '4.99', baseQuantity: '3' } }, '1663.33'],
    ['less allowances, plus charges', { allowances: [{ amount: '1.50' }], charges: [{ amount: '0.25' }] }, '98.75'],
    ['half away from zero', { quantity: '1', price: { net: '0.005' } }, '0.01'],
    ['also below it', { quantity: '-1', price: { net: '0.005' } }, '-0.01'],
    ['a return', { quantity: '-2', price: { net: '7.25' } }, '-14.50'],
    ['nothing', { quantity: '0' }, '0.00'],
    ['numbers of JSON', { quantity: 3, price: { net: 0.1 } }, '0.30'],
    ['eighteen digits', { quantity: '999999999999999', price: { net: '999.99' } }, '999989999999999000.01'],
  ])('%s', (_, more, net) => {
    expect(of({ lines: [line(more)] }).invoice.lines).toMatchObject([{ netAmount: net }]);
  });

  it.each<[string, object, string[]]>([
    ['exact', { netAmount: '100.00' }, []],
    ['within the slack', { netAmount: '100.02' }, []],
    ['as another text', { netAmount: 100 }, []],
    ['beyond it', { netAmount: '100.03' }, ['lines[0].netAmount']],
    ['of another sign', { netAmount: '-100.00' }, ['lines[0].netAmount']],
  ])('that are given are checked: %s', (_, more, paths) => {
    const { invoice, problems } = of({ lines: [line(more)] });
    expect(problems.map(({ path }) => path)).toEqual(paths);
    expect(problems.every(({ code, hint }) => code === 'AMOUNT_WRONG' && hint?.includes('100.00'))).toBe(true);
    expect(invoice.lines).toMatchObject([more]);
  });

  it('are left out where they cannot be known, and so are the totals', () => {
    for (const more of [{ price: {} }, { quantity: '' }, { price: { net: '1', baseQuantity: '0' } }])
      expect(of({ lines: [line(more)] }).invoice.totals).toEqual({});
  });
});

describe('a hierarchy of lines', () => {
  it('counts details, neither groups nor informations, and charges of logistics as charges', () => {
    const { invoice, problems } = of({
      lines: [line({ role: 'group' }), line({ role: 'detail' }), line({ role: 'information' }), line()],
      logisticsCharges: [{ description: 'Freight', amount: '10', taxes: [vat('19')] }],
    });
    expect(problems).toEqual([]);
    expect(invoice).toMatchObject({
      taxes: [{ base: '210.00', amount: '39.90' }],
      totals: { linesAmount: '200.00', chargesAmount: '10.00', amountWithTax: '249.90' },
    });
  });
});

describe('the breakdown of taxes', () => {
  it('has an entry for each category and rate, with charges and less allowances', () => {
    const { invoice } = of({
      lines: [line(), line({ taxes: [vat('7')] }), line({ taxes: [vat('19.00')] }), line({ taxes: [vat('0', 'E')] })],
      allowances: [{ amount: '50', taxes: [vat('19')] }],
      charges: [{ amount: '3.33', taxes: [vat('7')] }],
    });
    expect(invoice.taxes).toEqual([
      { ...vat('19'), base: '150.00', amount: '28.50' },
      { ...vat('7'), base: '103.33', amount: '7.23' },
      { ...vat('0', 'E'), base: '100.00', amount: '0.00' },
    ]);
  });

  it('takes on why no tax is charged', () => {
    const tax = { type: 'VAT', category: 'O', exemptionReason: 'A gift', exemptionReasonCode: 'VATEX-EU-O' };
    expect(of({ lines: [line({ taxes: [tax] })] }).invoice.taxes).toEqual([{ ...tax, base: '100.00', amount: '0.00' }]);
  });

  it('is completed where parts are given', () => {
    const given = [
      { ...vat('7'), exemptionReason: 'x' },
      { ...vat('19'), amount: '19.99' },
    ];
    const { invoice, problems, filled } = of({ lines: [line(), line({ taxes: [vat('7')] })], taxes: given });
    expect(problems).toEqual([]);
    expect(invoice.taxes).toMatchObject([
      { base: '100.00', amount: '7.00' },
      { base: '100.00', amount: '19.99' },
    ]);
    expect(filled.filter((path) => path.startsWith('taxes'))).toEqual([
      'taxes[0].base',
      'taxes[0].amount',
      'taxes[1].base',
    ]);
    expect(invoice.totals).toMatchObject({ taxAmount: '26.99' });
  });

  it('is refused from a unit of difference on', () => {
    const { problems } = of({ lines: [line()], taxes: [{ ...vat('19'), amount: '20.00' }] });
    expect(problems.map(({ path }) => path)).toEqual(['taxes[0].amount']);
  });

  it('leaves a tax without a rate open, and with it the totals', () => {
    const { invoice } = of({ lines: [line({ taxes: [{ type: 'VAT', category: 'S' }] })] });
    expect(invoice.taxes).toEqual([{ type: 'VAT', category: 'S', base: '100.00' }]);
    expect(invoice.totals).toEqual({ linesAmount: '100.00', amountWithoutTax: '100.00' });
  });

  it('knows taxes by the unit, withholdings, and what is exempt', () => {
    const taxes = [
      { type: 'EXCISE', factor: 'unit', unitAmount: '0.5' },
      { type: 'INCOME', withheld: true, rate: '10' },
      { type: 'VAT', factor: 'exempt' },
    ];
    const { invoice } = of({ lines: [line({ quantity: '4', taxes })] });
    expect(invoice.taxes).toMatchObject([
      { base: '4.00', amount: '2.00' },
      { base: '400.00', amount: '40.00' },
      { base: '400.00', amount: '0.00' },
    ]);
    expect(invoice.totals).toMatchObject({ taxAmount: '2.00', withheldAmount: '40.00', payableAmount: '362.00' });
  });
});

describe('totals', () => {
  const whole = { lines: [line()], allowances: [{ amount: '10' }], charges: [{ amount: '1.5' }] };

  it('follow from each other', () => {
    expect(of({ ...whole, totals: { paidAmount: '10', roundingAmount: '0.01' } }).invoice.totals).toEqual({
      paidAmount: '10',
      roundingAmount: '0.01',
      linesAmount: '100.00',
      allowancesAmount: '10.00',
      chargesAmount: '1.50',
      amountWithoutTax: '91.50',
      taxAmount: '19.00',
      amountWithTax: '110.50',
      payableAmount: '100.51',
    });
  });

  it.each([
    'linesAmount',
    'allowancesAmount',
    'chargesAmount',
    'amountWithoutTax',
    'taxAmount',
    'amountWithTax',
    'payableAmount',
  ])('%s must be exact; what follows is reckoned from what is given', (field) => {
    const { invoice, problems } = of({ ...whole, totals: { [field]: '0.01' } });
    expect(problems.map(({ path }) => path)).toEqual([`totals.${field}`]);
    expect(invoice.totals).toMatchObject({ [field]: '0.01' });
  });

  it.each<[string, string, number]>([
    ['agrees', '213.75', 0],
    ['less than a unit off', '214.70', 0],
    ['a unit off', '214.75', 1],
    ['another sign', '-213.75', 1],
  ])('in the currency of accounting are checked by the rate: %s', (_, amount, count) => {
    const { problems } = of({
      lines: [line()],
      taxCurrency: 'SEK',
      exchangeRate: '11.25',
      totals: { taxAmountInTaxCurrency: amount },
    });
    expect(problems.map(({ path }) => path)).toEqual(Array(count).fill('totals.taxAmountInTaxCurrency'));
  });

  it.each<[number, string, string]>([
    [0, '33', '6'],
    [2, '33.33', '6.33'],
    [3, '33.333', '6.333'],
  ])('have %i decimals', (decimals, net, tax) => {
    const { invoice } = of({ lines: [line({ price: { net: '33.3333' } })] }, { decimals });
    expect(invoice.totals).toMatchObject({ linesAmount: net, taxAmount: tax });
  });

  it('of an invoice that says nothing of taxes have none', () => {
    expect(of({ lines: [line({ taxes: [] })] }).invoice.totals).toMatchObject({ amountWithTax: '100.00' });
  });
});

it('does not touch what it was given', () => {
  const given = { lines: [line()], taxes: [vat('19')], totals: { paidAmount: '1' } };
  const before = JSON.stringify(given);
  calculate(given, rules);
  expect(JSON.stringify(given)).toBe(before);
});

it('is linear in the number of lines', () => {
  const [few, many] = [2_000, 20_000];
  const invoices = new Map(
    [few, many].map((count) => [
      count,
      { lines: Array.from({ length: count }, (_, index) => line({ id: `${index}` })) },
    ]),
  );
  expect(growth(few, many, 4, (count) => of(invoices.get(count) ?? {}))).toBeLessThan(4);
});
