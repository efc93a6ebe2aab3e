import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestTaxpayer, type Pac, startPac } from '../../../sandbox/index.ts';
import { copyIssuing } from '../../../scripts/services/feature.ts';
import { canaries, sample } from './world.ts';

/** A folder as somebody has it who calls `timbre` there: environment file, vault, a feature of their own; and a PAC. */
export interface Office {
  readonly folder: string;
  readonly pac: Pac;
  /** Writes business data, and gives the file's name. */
  invoice(number: string, change?: (text: string) => string): string;
  /** Puts a right or a wrong password beside the certificate. */
  password(text: string): void;
  close(): Promise<void>;
}

/** The connector's times, shortened so that a question need not be waited for. */
const shorter: readonly [string, string][] = [
  ['settle: 60s', 'settle: 2s'],
  ['startWithin: 5s', 'startWithin: 500ms'],
  ['timeout: 30s', 'timeout: 1s'],
  ['every: 5s', 'every: 200ms'],
];

export async function openOffice(): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-office-'));
  const { issueDate, seller } = sample();
  const sinceIssue = Date.now() - Date.parse(`${issueDate}T18:00:00Z`);
  const credentials = { username: 'erp', password: canaries.pacPassword };
  const pac = await startPac({ credentials, clock: () => new Date(Date.now() - sinceIssue), stampedAfter: 300 });
  copyIssuing(join(folder, 'cfdi'));
  const connector = join(folder, 'cfdi/connectors/finkok.yaml');
  const text = readFileSync(connector, 'utf8');
  writeFileSync(
    connector,
    shorter.reduce((changed, [long, short]) => changed.replaceAll(long, short), text),
  );
  const vault = join(folder, 'vault');
  mkdirSync(vault);
  const taxpayer = makeTestTaxpayer({ rfc: seller.taxId, name: seller.name });
  writeFileSync(join(vault, 'csd.pfx'), taxpayer.pfx(canaries.pfxPassword, 'modern'));
  writeFileSync(join(vault, 'pacPassword.secret'), canaries.pacPassword);
  const password = (phrase: string) => writeFileSync(join(vault, 'csd.password'), phrase);
  password(canaries.pfxPassword);
  const lines = [
    'name: local',
    'store: { folder: store }',
    'vault: { folder: vault }',
    `allowedHosts: ["http://127.0.0.1:${pac.port}"]`,
    `settings: { pacUrl: "${pac.url}", pacUser: erp }`,
  ];
  writeFileSync(join(folder, 'timbre.yaml'), lines.join('\n'));
  return {
    folder,
    pac,
    invoice(number, change = (same) => same) {
      const name = `${number}.json`;
      writeFileSync(join(folder, name), change(JSON.stringify({ ...sample(), number }, null, 2)));
      return name;
    },
    password,
    async close() {
      await pac.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
