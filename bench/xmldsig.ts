import { spawnSync } from 'node:child_process';
import { type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedXml } from 'xml-crypto';
import { type BenchResult, processorTime, resultOf } from './result.ts';
import { openSigning, type Signing } from './xmldsig/signing.ts';

const rounds = 100;
const measuredRounds = 40;
const perRound = 25;

/**
 * An enveloped XML signature with RSA-SHA256 over a UBL invoice of 20 kB, from bytes to bytes: the action `sign`, in turns
 * with one bare RSA-2048 signature, with xml-crypto and with xmlsec1 (whose time is that of one call among many).
 */
export async function measureXmldsig(): Promise<BenchResult> {
  const signing = await openSigning();
  const measured: Record<string, number>[] = [];
  for (let round = 0; round < rounds; round++) {
    const ofRound = await measureRound(signing);
    if (round >= rounds - measuredRounds) measured.push(ofRound);
  }
  // The quiet rounds: reading suffers from other work on the machine by its caches, RSA does not.
  const of = (name: string): number => lowerQuartile(measured.map((each) => each[name] ?? Number.NaN));
  const figures = {
    bytes: signing.document.length,
    rsa: of('rsa'),
    inclusive: of('inclusive'),
    ratio: of('inclusive') / of('rsa'),
    exclusive: of('exclusive'),
    ratioExclusive: of('exclusive') / of('rsa'),
    verify: of('verify'),
    xmlCrypto: of('xmlCrypto'),
    ...xmlsec(signing),
  };
  return resultOf('xmldsig', figures, { ratio: 3 });
}

const lowerQuartile = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 2] ?? Number.NaN;

/** Microseconds of processor time for each. */
async function measureRound(signing: Signing): Promise<Record<string, number>> {
  const data = Buffer.alloc(1_000, 'a');
  const text = signing.document.toString();
  return {
    rsa: await time(() => sign('sha256', data, signing.key)),
    inclusive: await time(() => signing.sign('c14n')),
    exclusive: await time(() => signing.sign('exc-c14n')),
    verify: await time(() => signing.verify()),
    xmlCrypto: await time(() => withXmlCrypto(text, signing.key), 3),
  };
}

async function time(work: () => unknown, times = perRound): Promise<number> {
  const started = process.cpuUsage();
  for (let each = 0; each < times; each++) await work();
  return processorTime(started) / times;
}

function withXmlCrypto(text: string, privateKey: KeyObject): string {
  const signed = new SignedXml({
    privateKey,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
  });
  signed.addReference({
    xpath: '/*',
    isEmptyUri: true,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    ],
  });
  signed.computeSignature(text);
  return signed.getSignedXml();
}

/** What one more signature costs in a process that makes many; nothing where xmlsec1 is not installed. */
function xmlsec({ template, keyPem }: Signing): { xmlsec?: number } {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-bench-'));
  try {
    writeFileSync(join(folder, 'template.xml'), template);
    writeFileSync(join(folder, 'key.pem'), keyPem);
    const run = (times: number): number | undefined => {
      const more = ['--output', '/dev/null', '--repeat', String(times)];
      const args = ['--sign', '--privkey-pem', 'key.pem', ...more, 'template.xml'];
      const started = performance.now();
      return spawnSync('xmlsec1', args, { cwd: folder }).status === 0 ? performance.now() - started : undefined;
    };
    const [few, many] = [run(10), run(510)];
    return few === undefined || many === undefined ? {} : { xmlsec: ((many - few) / 500) * 1000 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
