import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateAction } from '../../actions/validate/index.ts';
import { artefact, hasArtefacts } from '../shared.ts';
import { changed } from './changed.ts';
import { folder, loadAlone } from './mx/alone.ts';
import { readComprobante } from './mx/read-comprobante.ts';
import { readXmlNode } from './mx/xml-node.ts';

const files = readdirSync(join(folder, 'rules'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => `rules/${name}`);
const rules = await loadAlone(`uses: validate, with: { rules: [ ${files.join(', ')} ] }`, validateAction);

const input = (name: string) => JSON.parse(readFileSync(join(folder, 'cases', name, 'input.json'), 'utf8'));

/** `CODE path RULE-ID` of everything that is wrong, but that a code list could not be looked into. */
async function judge(invoice: unknown): Promise<readonly string[]> {
  const { problems } = await rules.run(invoice);
  return problems
    .filter(({ code }) => code !== 'ARTEFACT_MISSING')
    .map(({ code, path, message }) => [code, path, message.split(':')[0]].join(' '));
}

describe('what the rules of mx/cfdi refuse, and where', () => {
  it.each<[string, string, Record<string, unknown>, string[]]>([
    ['nothing', 'invoice', {}, []],
    ['totals as numbers', 'refused', { 'totals.amountWithTax': 232 }, []],
    [
      'total without tax',
      'refused',
      { 'totals.amountWithoutTax': '201.00' },
      [
        'RULE_FAILED totals.amountWithTax MX-TOTAL-WITH-TAX',
        'RULE_FAILED totals.amountWithoutTax MX-TOTAL-ROUNDED',
        'RULE_FAILED totals.amountWithoutTax MX-TOTAL-SUBTOTAL',
      ],
    ],
    [
      'tax total',
      'refused',
      { 'totals.taxAmount': '32.01', 'totals.amountWithTax': '232.01' },
      ['RULE_FAILED totals.taxAmount MX-TOTAL-TAX'],
    ],
    ['three decimals', 'refused', { 'totals.amountWithTax': '232.001' }, ['RULE_FAILED totals MX-TOTAL-DECIMALS']],
    [
      'allowance of the document',
      'refused',
      { allowances: [{ amount: '1' }] },
      ['RULE_FAILED allowances MX-TOTAL-NO-DOCUMENT-ALLOWANCE'],
    ],
    [
      'what a CFDI has no place for',
      'refused',
      { 'totals.paidAmount': '100.00', 'totals.roundingAmount': '-0.40' },
      ['RULE_FAILED totals.paidAmount MX-BEYOND-TOTALS', 'RULE_FAILED totals.roundingAmount MX-BEYOND-TOTALS'],
    ],
    ['nothing paid, nothing rounded', 'refused', { 'totals.paidAmount': '0.00', 'totals.roundingAmount': 0 }, []],
    [
      'gross amount',
      'refused',
      { 'lines.0.grossAmount': '201.00', 'lines.0.netAmount': '200.00' },
      ['RULE_FAILED lines[0].grossAmount MX-LINE-AMOUNT', 'RULE_FAILED lines[0].netAmount MX-LINE-NET'],
    ],
    [
      'charge on a line',
      'refused',
      { 'lines.0.charges': [{ amount: '1' }] },
      ['RULE_FAILED lines[0].charges MX-LINE-NO-CHARGE'],
    ],
    [
      'no class',
      'refused',
      { 'lines.0.item.classifications': [{ id: 'x', scheme: 'HS' }] },
      ['RULE_FAILED lines[0].item.classifications MX-LINE-CLASS'],
    ],
    [
      'taxes on what is not taxable',
      'refused',
      { 'lines.0.taxObject': 'not-taxable' },
      ['RULE_FAILED lines[0].taxes MX-LINE-NOT-TAXED'],
    ],
    [
      'a fraction for a percentage',
      'refused',
      { 'lines.0.taxes.0.rate': '0.16', 'taxes.0.rate': '0.16' },
      ['RULE_FAILED lines[0].taxes[0].amount MX-TAX-SUM', 'RULE_FAILED lines[0].taxes[0].rate MX-TAX-IVA'],
    ],
    [
      'a tax that is not totalled',
      'refused',
      { 'taxes.0.rate': '8' },
      ['RULE_FAILED lines[0].taxes[0] MX-TAX-TOTALLED', 'RULE_FAILED taxes[0].amount MX-TAX-TOTAL-AMOUNT'],
    ],
    [
      'IEPS at an unknown rate',
      'excise-and-withholdings',
      { 'lines.0.taxes.0.rate': '26', 'taxes.0.rate': '26' },
      ['RULE_FAILED lines[0].taxes[0].amount MX-TAX-SUM', 'RULE_FAILED lines[0].taxes[0].rate MX-TAX-IEPS'],
    ],
    [
      'ISR that is not withheld',
      'excise-and-withholdings',
      { 'lines.2.taxes.1.withheld': false },
      [
        'RULE_FAILED lines[2].taxes[1] MX-TAX-ISR',
        'RULE_FAILED lines[2].taxes[1] MX-TAX-TOTALLED',
        'RULE_FAILED taxes[3].amount MX-TAX-TOTAL-WITHHELD',
      ],
    ],
    [
      'no place of issue',
      'refused',
      { 'seller.address': undefined },
      ['RULE_FAILED issuePlace.address.postCode MX-PLACE'],
    ],
    ['no RFC', 'refused', { 'buyer.taxId': undefined }, ['RULE_FAILED buyer.taxId MX-BUYER-RFC']],
    [
      'generic RFC for a buyer abroad',
      'foreign-currency',
      { 'buyer.taxId': 'XEXX010101000' },
      ['RULE_FAILED buyer.taxId MX-BUYER-RFC-ABROAD'],
    ],
    ['no regime', 'refused', { 'buyer.taxRegime': undefined }, ['RULE_FAILED buyer MX-BUYER-REGIME']],
    [
      'a use for natural persons',
      'refused',
      { 'buyer.use': 'D01', 'buyer.taxRegime': '605' },
      ['RULE_FAILED buyer.use MX-USE-PERSON'],
    ],
    [
      'paid at once, nobody knows how',
      'refused',
      { 'national.mx.formaPago': undefined },
      ['RULE_FAILED national.mx.formaPago MX-PAY-FORM'],
    ],
    [
      'paid later in cash',
      'refused',
      { paymentTerms: { timing: 'deferred' }, 'national.mx.formaPago': '01' },
      ['RULE_FAILED national.mx.formaPago MX-PAY-DEFERRED'],
    ],
    ['dollars without a rate', 'refused', { currency: 'USD' }, ['RULE_FAILED exchangeRate MX-RATE']],
    [
      'yen with decimals',
      'refused',
      {
        currency: 'JPY',
        exchangeRate: '0.12',
        'totals.taxAmount': '32.50',
        'totals.amountWithTax': '232.50',
        'taxes.0.amount': '32.50',
        'lines.0.taxes.0.amount': '32.50',
        'lines.0.taxes.0.base': '203.125',
      },
      ['RULE_FAILED totals MX-TOTAL-WHOLE'],
    ],
    ['pesos with a rate', 'refused', { exchangeRate: '18.5' }, ['RULE_FAILED exchangeRate MX-RATE-MXN']],
    [
      'a global invoice for somebody',
      'refused',
      { period: { startDate: '2026-02-01', frequency: 'month' } },
      ['RULE_FAILED buyer MX-GLOBAL-PUBLIC', 'RULE_FAILED lines[0].item.sellerId MX-GLOBAL-TICKET'],
    ],
    [
      'the public without a period',
      'refused',
      { buyer: undefined },
      ['RULE_FAILED period.frequency MX-GLOBAL-SAYS-SO'],
    ],
    [
      'a credit note for nothing',
      'credit-note',
      { original: undefined, relatedDocuments: undefined },
      ['RULE_FAILED original MX-CREDIT-RELATION'],
    ],
  ])('%s', async (_, name, changes, expected) => {
    const invoice = changed(input(name), changes);
    expect(rules.check(invoice)).toEqual([]);
    expect([...(await judge(invoice))].sort()).toEqual(expected);
  });
});

describe.skipIf(!hasArtefacts)('with the catalogues of the XSD (need ../shared)', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['FormaPago', { 'national.mx.formaPago': '07' }, 'CODE_UNKNOWN national.mx.formaPago MX-CODE-FORMA-PAGO'],
    ['Exportacion', { 'national.mx.exportacion': '09' }, 'CODE_UNKNOWN national.mx.exportacion MX-CODE-EXPORTACION'],
    ['RegimenFiscal', { 'seller.taxRegime': '999' }, 'CODE_UNKNOWN seller.taxRegime MX-CODE-REGIMEN'],
    ['ClaveUnidad', { 'lines.0.unit': 'PZA' }, 'CODE_UNKNOWN lines[0].unit MX-CODE-UNIDAD'],
    ['Moneda', { currency: 'ABC', exchangeRate: '1' }, 'CODE_UNKNOWN currency MX-CODE-MONEDA'],
  ])('an unknown %s is named with its field', async (_, changes, expected) => {
    expect(await judge(changed(input('refused'), changes))).toEqual([expected]);
  });

  const made = artefact('mx/samples/gobl/out');
  const theirs = hasArtefacts ? readdirSync(made).filter((name) => name.endsWith('.xml')) : [];
  it.each(theirs)('%s of somebody else breaks no rule', async (name) => {
    const comprobante = readXmlNode(readFileSync(join(made, name), 'utf8'));
    expect(await judge(JSON.parse(JSON.stringify(readComprobante(comprobante))))).toEqual([]);
  });
});
