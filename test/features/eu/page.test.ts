import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { opening } from '../../../scripts/services/opened.ts';
import { textOf } from '../page-text.ts';
import { openStep } from './step.ts';

const folder = fileURLToPath(new URL('../../../features/eu/en16931', import.meta.url));
const feature = await opening(folder);
const languages = ['en', 'de', 'fr', 'es', 'it', 'nl'] as const;

async function pageOf(invoice: unknown, language: string): Promise<string> {
  const page = await openStep('issue', 'page', { feature, settings: { language } });
  const { output } = await page(invoice);
  return Buffer.from(output?.documents?.document?.bytes ?? '').toString('utf8');
}

/** Every text and number of the business data, with its path. */
function leavesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, member]) =>
    leavesOf(member, Number.isNaN(Number(key)) ? `${path}.${key}` : path),
  );
}

/** What the reader is told in words, or what says how something else is to be read. */
const inWords =
  /\.(type|typeCode|scheme|version|unit|category|meansCode|reasonCode|content|mediaType|subjectCode|baseUnit)$|^\.process/;
/** Sums of what the page lists one by one, and prices that lead to the one it shows. */
const listed = /^\.totals\.(allowances|charges)Amount$|\.price\.(gross|discount|baseQuantity)$/;
const isAmount = /[aA]mount(With(out)?Tax)?$|base$|net$|gross$|discount$/;

const writtenIn: Readonly<Record<string, (path: string, value: string) => string>> = {
  en: (path, value) => (isAmount.test(path) ? grouped(value, ',', '.') : dated(value, '$3/$2/$1')),
  de: (path, value) => (isAmount.test(path) ? grouped(value, '.', ',') : dated(value, '$3.$2.$1')),
};
const dated = (value: string, form: string): string => value.replace(/^(\d{4})-(\d\d)-(\d\d)$/, form);
const grouped = (value: string, comma: string, point: string): string => {
  const [whole = '', part] = Number(value).toFixed(2).split('.');
  return whole.replace(/\B(?=(\d{3})+(?!\d))/g, comma) + point + part;
};

const invoice = JSON.parse(readFileSync(join(folder, 'cases/invoice/input.json'), 'utf8'));
/** What the case does not have: no invoice has all of it. */
const more = {
  ...invoice,
  taxPointDate: '2026-02-28',
  projectReference: 'PROJECT-1',
  tenderReference: 'TENDER-1',
  despatchAdviceReference: 'DESPATCH-1',
  receivingAdviceReference: 'RECEIVED-1',
  objectId: { id: 'OBJECT-1', scheme: 'ABZ' },
  accountingReference: 'ACCOUNTING-1',
  buyer: {
    ...invoice.buyer,
    ids: [{ id: 'BUYER-1' }],
    contact: { name: 'Anne Moreau', telephone: '+33 3 20 00 00 01', email: 'anne@moreau.example' },
  },
  payee: { name: 'Factor Bank AG', id: { id: 'PAYEE-1' }, legalId: { id: 'HRB 999' } },
  taxRepresentative: {
    name: 'Steuerhaus GmbH',
    vatId: 'DE999999999',
    address: {
      line1: 'Domhof 1',
      line2: 'Hof',
      line3: 'Tor 3',
      city: 'Bremen',
      postCode: '28195',
      subdivision: 'HB',
      country: 'DE',
    },
  },
  delivery: { ...invoice.delivery, name: 'Lager Nord', locationId: { id: 'LOCATION-1', scheme: '0088' } },
  payment: {
    ...invoice.payment,
    card: { number: '************1234', holder: 'A MOREAU' },
    directDebit: { mandateId: 'MANDATE-1', creditorId: 'CREDITOR-1', accountId: 'FR7630006000011234567890189' },
  },
  totals: { ...invoice.totals, roundingAmount: '0.15' },
};

describe('the page of an invoice', () => {
  it.each(Object.entries(writtenIn))('says everything that the invoice says, in %s', async (language, written) => {
    const text = textOf(await pageOf(more, language));
    const silent = leavesOf(more)
      .filter(([path]) => !inWords.test(path) && !listed.test(path))
      .map(([path, value]) => [path, written(path, value).replace(/\s+/g, ' ')])
      .filter(([, value = '']) => !text.includes(value));
    expect(silent).toEqual([]);
  });

  it.each(languages)(
    'is a whole page in %s: a title, one main heading, tables with heads, nothing that loads',
    async (language) => {
      const page = await pageOf(invoice, language);
      expect(page).toMatch(new RegExp(`^<!DOCTYPE html>\n<html lang="${language}">`));
      expect(page).toMatch(/<title>[^<]{5,}<\/title>/);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      const heads = page.match(/<th\b[^>]*>/g);
      expect(heads?.length).toBeGreaterThan(5);
      expect(heads?.filter((head) => !/scope="(col|row)"/.test(head))).toEqual([]);
      expect(page).not.toMatch(/<(script|link|iframe|object)|src=/);
      const [ids = [], names = []] = [/ id="([^"]+)"/g, /aria-labelledby="([^"]+)"/g].map((pattern) =>
        [...page.matchAll(pattern)].map(([, id]) => id),
      );
      expect(new Set(ids).size).toBe(ids.length);
      expect(names.length).toBeGreaterThan(0);
      expect(ids).toEqual(expect.arrayContaining(names));
    },
  );

  it('is there for an amount of VAT in a currency that nobody names', async () => {
    const { taxCurrency: _, ...rest } = invoice;
    const strange = { ...rest, totals: { ...invoice.totals, taxAmountInTaxCurrency: '7654.32' } };
    expect(textOf(await pageOf(strange, 'en'))).toContain('7,654.32');
  });

  it('names no unit, category or means by its code where there is a word', async () => {
    const text = textOf(await pageOf(invoice, 'de'));
    expect(text).toContain('100 Pakete');
    expect(text).toContain('4 Std.');
    expect(text).toContain('S Regelsteuersatz');
  });

  it('takes the language of the buyer where the settings say none', async () => {
    const at = (country: string) => ({ ...invoice, buyer: { ...invoice.buyer, address: { country } } });
    const tags = ['DE', 'FR', 'ES', 'IT', 'NL', 'PL'].map(
      async (country) => /lang="(\w+)"/.exec(await pageOf(at(country), ''))?.[1],
    );
    expect(await Promise.all(tags)).toEqual(['de', 'fr', 'es', 'it', 'nl', 'en']);
  });

  it('writes a yen without cents', async () => {
    const page = textOf(
      await pageOf({ ...invoice, currency: 'JPY', totals: { ...invoice.totals, payableAmount: '1400' } }, 'en'),
    );
    expect(page).toContain('JPY 1,400 ');
  });
});
