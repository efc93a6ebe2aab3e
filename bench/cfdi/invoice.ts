import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFeatures } from '../../platform/environment/index.ts';

type Sample = Record<string, unknown> & {
  readonly lines: readonly Record<string, unknown>[];
  readonly taxes: readonly Record<string, string>[];
  readonly totals: Readonly<Record<string, string>>;
};

const sample: Sample = JSON.parse(
  readFileSync(join(ownFeatures, 'mx', 'cfdi', 'cases', 'invoice', 'input.json'), 'utf8'),
);

/** The sample invoice with its five lines as often as it takes, as an ERP sends it: JSON without spaces. */
export function invoiceOf(lines: number, number: number): Uint8Array {
  const times = Math.ceil(lines / sample.lines.length);
  const repeated = Array.from({ length: times }, () => sample.lines).flat();
  const invoice = {
    ...sample,
    number: String(number),
    lines: repeated.map((line, at) => ({ ...line, id: String(at + 1) })),
    taxes: sample.taxes.map((tax) => multiplied(tax, ['base', 'amount'], times)),
    totals: multiplied(sample.totals, Object.keys(sample.totals), times),
  };
  return Buffer.from(JSON.stringify(invoice));
}

/** When the sample was issued: the authority must live then. */
export const issuedAt = Date.parse(`${sample.issueDate}T${sample.issueTime}`);

function multiplied(amounts: Readonly<Record<string, string>>, names: readonly string[], times: number) {
  const product = (amount: string) => {
    const cents = String(BigInt(amount.replace('.', '')) * BigInt(times)).padStart(3, '0');
    return `${cents.slice(0, -2)}.${cents.slice(-2)}`;
  };
  return Object.fromEntries(
    Object.entries(amounts).map(([name, value]) => [name, names.includes(name) ? product(value) : value]),
  );
}
