import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTestTaxpayer } from '../../../sandbox/index.ts';
import { canaries, noon, taxpayerOf, type World } from './world.ts';

/** A vault that does not hold what it should. Every one of them holds the run before a byte is sent. */
export interface BadMaterial {
  readonly what: string;
  readonly vault: (folder: string, world: World) => void;
  readonly code: string;
}

const write = (folder: string, name: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, name), content);
const pfxOf = (rfc: string, from?: number, until?: number) =>
  taxpayerOf(rfc, from, until).pfx(canaries.pfxPassword, 'modern');

export const badMaterial: readonly BadMaterial[] = [
  { what: 'a wrong password', vault: (folder) => write(folder, 'csd.password', 'wrong'), code: 'KEY_PASSWORD' },
  { what: 'no password', vault: (folder) => rmSync(join(folder, 'csd.password')), code: 'KEY_PASSWORD' },
  { what: 'a file that is no PFX', vault: (folder) => write(folder, 'csd.pfx', 'not a PFX'), code: 'KEY_UNREADABLE' },
  { what: 'no certificate', vault: (folder) => rmSync(join(folder, 'csd.pfx')), code: 'SECRET_MISSING' },
  {
    what: 'an expired certificate',
    vault: (folder, { taxpayer }) => write(folder, 'csd.pfx', pfxOf(taxpayer.rfc, -4, -0.1)),
    code: 'CERTIFICATE_EXPIRED',
  },
  {
    what: 'a certificate of the future',
    vault: (folder, { taxpayer }) => write(folder, 'csd.pfx', pfxOf(taxpayer.rfc, 0.1, 4)),
    code: 'CERTIFICATE_NOT_YET_VALID',
  },
  {
    what: "another taxpayer's certificate",
    vault: (folder) => write(folder, 'csd.pfx', pfxOf('URE180429TM6')),
    code: 'CERTIFICATE_OTHER_SUBJECT',
  },
  {
    what: 'a key of another certificate',
    vault: (folder, { taxpayer }) => {
      rmSync(join(folder, 'csd.pfx'));
      write(folder, 'csd.cer', taxpayer.certificateDer);
      write(
        folder,
        'csd.key',
        makeTestTaxpayer({ rfc: taxpayer.rfc, name: 'x', notBefore: noon }).keyDerEncrypted(canaries.pfxPassword),
      );
    },
    code: 'KEY_MISMATCH',
  },
  {
    what: 'no password of the PAC',
    vault: (folder) => rmSync(join(folder, 'pacPassword.secret')),
    code: 'SECRET_MISSING',
  },
  {
    what: 'a control character in the password of the PAC',
    vault: (folder) => write(folder, 'pacPassword.secret', 'a\u0001b'),
    code: 'SECRET_UNUSABLE',
  },
];
