import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedXml } from 'xml-crypto';

/** Why xmlsec1 cannot be asked; undefined when it can. */
export const noXmlsec: string | undefined =
  spawnSync('xmlsec1', ['--version']).status === 0 ? undefined : 'xmlsec1 is not installed';

export interface Question {
  readonly xml: string | Uint8Array;
  readonly certificatePem: string;
  /** Elements whose attribute Id is of type ID, as `namespace:name`. */
  readonly idElements?: readonly string[];
  /** Files that references name. */
  readonly files?: Readonly<Record<string, string>>;
}

/** What xmlsec1 says of the first signature in a document: `OK`, or why not. */
export function askXmlsec({ xml, certificatePem, idElements = [], files = {} }: Question): string {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-xmlsec-'));
  try {
    const all = { ...files, 'document.xml': xml, 'certificate.pem': certificatePem };
    for (const [name, content] of Object.entries(all)) writeFileSync(join(folder, name), content);
    const ids = idElements.flatMap((element) => ['--id-attr:Id', element]);
    const args = ['--verify', '--insecure', '--pubkey-cert-pem', 'certificate.pem', ...ids, 'document.xml'];
    const { status, stdout, stderr } = spawnSync('xmlsec1', args, { cwd: folder, encoding: 'utf8' });
    return status === 0 ? 'OK' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What xml-crypto says of the only signature in a document: `OK`, or why not. */
export function askXmlCrypto({
  xml,
  certificatePem,
}: {
  readonly xml: string;
  readonly certificatePem: string;
}): string {
  const start = xml.search(/<(?:[\w.-]+:)?Signature[ >]/);
  const [signature = ''] = /^<([\w.-]+:)?Signature[ >][\s\S]*<\/\1Signature>/.exec(xml.slice(start)) ?? [];
  const signed = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null });
  try {
    signed.loadSignature(signature);
    return signed.checkSignature(xml) ? 'OK' : 'refused';
  } catch (thrown) {
    return String(thrown);
  }
}
