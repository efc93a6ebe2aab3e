import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownFeatures } from '../../platform/environment/index.ts';
import { makeTestTaxpayer } from '../../sandbox/index.ts';

export type Invoice = Readonly<Record<string, unknown>>;

/** The Mexican sample, issued an hour ago: a PAC takes nothing older than three days. */
export function todaysInvoice(): Invoice {
  const sample = JSON.parse(readFileSync(join(ownFeatures, 'mx/cfdi/cases/invoice/input.json'), 'utf8'));
  const [issueDate, time = ''] = new Date(Date.now() - 7 * 3_600_000).toISOString().split('T');
  return { ...sample, issueDate, issueTime: `${time.slice(0, 8)}-06:00` };
}

/** A folder vault for the seller of that invoice: a certificate made now, the PAC's password, and the SAS of the store. */
export function writeVault(folder: string, { seller }: Invoice, sas: string): void {
  mkdirSync(folder);
  const { taxId, name } = seller as { taxId: string; name: string };
  const secrets = {
    'csd.pfx': makeTestTaxpayer({ rfc: taxId, name }).pfx('test', 'modern'),
    'csd.password': 'test',
    'pacPassword.secret': 'any',
    'store.secret': sas,
  };
  for (const [file, content] of Object.entries(secrets)) writeFileSync(join(folder, file), content);
}
