import { type Invoice, sample } from './world.ts';

/** Business data that is wrong in one way, and what whoever sent it gets to know. */
export interface BadData {
  readonly what: string;
  readonly data: string | Uint8Array;
  readonly exit: 1 | 2;
  /** `CODE`, `CODE path`, or `CODE line:column` for what cannot be read at all; each is among the problems. */
  readonly says: readonly string[];
}

type Path = readonly (string | number)[];

/** The sample with one value changed; undefined takes it out. */
function changed(path: Path, value: unknown): string {
  const invoice: Invoice = sample();
  let at: unknown = invoice;
  for (const segment of path.slice(0, -1)) at = (at as Record<string | number, unknown>)[segment];
  const parent = at as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(invoice);
}

const raw = (): string => JSON.stringify(sample());
const megabyte = 'x'.repeat(1024 * 1024);
const name: Path = ['lines', 1, 'item', 'name'];

const unreadable: readonly BadData[] = [
  { what: 'nothing', data: '', exit: 2, says: ['INPUT_NOT_JSON 1:1'] },
  { what: 'a comma too many', data: '{\n  "type": "invoice",,\n}', exit: 2, says: ['INPUT_NOT_JSON 2:21'] },
  { what: 'XML', data: '<Invoice/>', exit: 2, says: ['INPUT_NOT_JSON 1:1'] },
  { what: 'text that ends early', data: '{\n"type": "invo', exit: 2, says: ['INPUT_NOT_JSON 2:14'] },
  { what: 'Latin-1', data: Buffer.from('{\n "a": "Peña"}', 'latin1'), exit: 2, says: ['INPUT_NOT_JSON 2:10'] },
  {
    what: 'a key that stands twice',
    data: raw().replace('{', '{"type":"invoice",'),
    exit: 2,
    says: ['INPUT_NOT_JSON 1:19'],
  },
  { what: '10,000 brackets', data: '['.repeat(10_000), exit: 2, says: ['INPUT_TOO_LARGE 1:201'] },
  { what: '33 MB', data: new Uint8Array(33 * 1024 * 1024).fill(32), exit: 2, says: ['INPUT_TOO_LARGE'] },
];

const misshapen: readonly BadData[] = [
  { what: 'null', data: 'null', exit: 2, says: ['INPUT_SCHEMA'] },
  { what: 'a list', data: '[]', exit: 2, says: ['INPUT_SCHEMA'] },
  {
    what: 'an empty object',
    data: '{}',
    exit: 2,
    says: ['INPUT_FIELD_MISSING type', 'INPUT_FIELD_MISSING seller', 'INPUT_FIELD_MISSING lines'],
  },
  {
    what: 'a truth for a number',
    data: changed(['lines', 0, 'quantity'], true),
    exit: 2,
    says: ['INPUT_SCHEMA lines[0].quantity'],
  },
  { what: 'an object for a list', data: changed(['lines'], {}), exit: 2, says: ['INPUT_SCHEMA lines'] },
  { what: 'a number for a date', data: changed(['issueDate'], 20260301), exit: 2, says: ['INPUT_SCHEMA issueDate'] },
  {
    what: 'a day that no month has',
    data: changed(['issueDate'], '2026-02-30'),
    exit: 2,
    says: ['INPUT_SCHEMA issueDate'],
  },
  {
    what: 'a decimal comma',
    data: changed(['totals', 'amountWithTax'], '29613,11'),
    exit: 2,
    says: ['INPUT_SCHEMA totals.amountWithTax'],
  },
  {
    what: 'an exponent',
    data: raw().replace('"29613.11"', '1e999'),
    exit: 2,
    says: ['INPUT_SCHEMA totals.amountWithTax'],
  },
  {
    what: 'a required field that is missing',
    data: changed(['seller', 'taxId'], undefined),
    exit: 2,
    says: ['INPUT_FIELD_MISSING seller.taxId'],
  },
  { what: 'no lines', data: changed(['lines'], []), exit: 2, says: ['INPUT_SCHEMA lines'] },
  {
    what: 'a field misspelt',
    data: changed(['lines', 2, 'quantitty'], '1'),
    exit: 2,
    says: ['INPUT_FIELD_UNKNOWN lines[2].quantitty'],
  },
  {
    what: 'a national field misspelt',
    data: changed(['national', 'mx', 'formaDePago'], '03'),
    exit: 2,
    says: ['INPUT_FIELD_UNKNOWN national.mx.formaDePago'],
  },
  {
    what: '__proto__',
    data: raw().replace('{', '{"__proto__":{"type":"invoice"},'),
    exit: 2,
    says: ['INPUT_FIELD_UNKNOWN __proto__'],
  },
  { what: '1 MB in a text', data: changed(name, megabyte), exit: 2, says: ['INPUT_SCHEMA lines[1].item.name'] },
  { what: '1 MB in a code', data: changed(['currency'], megabyte), exit: 2, says: ['INPUT_SCHEMA currency'] },
  {
    what: '1 MB as a key',
    data: raw().replace('{', `{"${megabyte}":1,`),
    exit: 2,
    says: [`INPUT_FIELD_UNKNOWN ["${'x'.repeat(100)}…"]`],
  },
  { what: '1 MB for one of a few words', data: changed(['type'], megabyte), exit: 2, says: ['INPUT_SCHEMA type'] },
  { what: 'NUL', data: changed(name, 'a\u0000b'), exit: 2, says: ['INPUT_SCHEMA lines[1].item.name'] },
  { what: 'a control character', data: changed(name, 'a\u001bb'), exit: 2, says: ['INPUT_SCHEMA lines[1].item.name'] },
  { what: 'a noncharacter', data: changed(name, 'a\uffffb'), exit: 2, says: ['INPUT_SCHEMA lines[1].item.name'] },
  { what: 'half a character', data: changed(name, 'a\ud800b'), exit: 2, says: ['INPUT_SCHEMA lines[1].item.name'] },
  { what: 'an unknown kind of document', data: changed(['type'], 'receipt'), exit: 2, says: ['INPUT_SCHEMA type'] },
];

const untrue: readonly BadData[] = [
  {
    what: 'a malformed RFC',
    data: changed(['buyer', 'taxId'], 'URE1804290M'),
    exit: 1,
    says: ['RULE_FAILED buyer.taxId'],
  },
  {
    what: 'a total that does not add up',
    data: changed(['totals', 'amountWithTax'], '29613.12'),
    exit: 1,
    says: ['RULE_FAILED totals.amountWithTax'],
  },
  {
    what: 'a tax that does not add up',
    data: changed(['lines', 0, 'taxes', 0, 'amount'], '3801.00'),
    exit: 1,
    says: ['RULE_FAILED lines[0].taxes[0].amount'],
  },
];

/** Codes that look right. */
export const badCodes: readonly BadData[] = [
  {
    what: 'a unit that SAT does not know',
    data: changed(['lines', 1, 'unit'], 'ZZZ'),
    exit: 1,
    says: ['CODE_UNKNOWN lines[1].unit'],
  },
  {
    what: 'a use that SAT does not know',
    data: changed(['buyer', 'use'], 'Z99'),
    exit: 1,
    says: ['CODE_UNKNOWN buyer.use'],
  },
  {
    what: 'a form of payment that SAT does not know',
    data: changed(['national', 'mx', 'formaPago'], '98'),
    exit: 1,
    says: ['CODE_UNKNOWN national.mx.formaPago'],
  },
  {
    what: 'a regime that SAT does not know',
    data: changed(['seller', 'taxRegime'], '999'),
    exit: 1,
    says: ['CODE_UNKNOWN seller.taxRegime'],
  },
  {
    what: 'a currency that SAT does not know',
    data: changed(['currency'], 'QQQ'),
    exit: 1,
    says: ['CODE_UNKNOWN currency'],
  },
];

export const badData: readonly BadData[] = [...unreadable, ...misshapen, ...untrue];
