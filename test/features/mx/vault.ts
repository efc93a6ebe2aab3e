import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { putSecrets } from '../../../cli/sandbox/wiring.ts';
import { makeTestTaxpayer } from '../../../sandbox/index.ts';
import type { Place } from '../place.ts';

/** Puts into the vault what the seller of the example signs with, and a password for the PAC, which takes any. */
export function fillVault({ vault, invoice: { seller } }: Place): void {
  putSecrets({ pacPassword: 'any' }, vault);
  const taxpayer = makeTestTaxpayer({ rfc: seller.taxId, name: seller.name });
  writeFileSync(join(vault, 'csd.pfx'), taxpayer.pfx('test', 'modern'));
  writeFileSync(join(vault, 'csd.password'), 'test');
}
