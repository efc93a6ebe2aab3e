import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtClock, lookAtHost } from '../../../cli/doctor/hosts.ts';
import { createHttp } from '../../../platform/http/index.ts';
import { noOpenssl, openssl } from '../../platform/vault/openssl.ts';
import { inProcess } from '../in-process.ts';

const password = 'unspoken-5f1c';

let folder = '';
let server: Server;
let port = 0;
let asked = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'timbre-doctor-'));
  server = createServer((_, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

interface Told {
  readonly about: string;
  readonly state: string;
  readonly message: string;
}

/** Runs it in an environment whose vault has these files; gives what it found about each thing. */
async function told(settings: string, files: Readonly<Record<string, string | Uint8Array>>, hosts = '') {
  const home = mkdtempSync(join(folder, 'home-'));
  mkdirSync(join(home, 'vault'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(home, 'vault', name), content);
  const environment = join(home, 'timbre.yaml');
  const entity = `settings: ${settings}, secrets: { csd: acme-csd, pacPassword: acme-pac }`;
  const text = `name: test\nstore: { folder: store }\nvault: { folder: vault }\nallowedHosts: [${hosts}]\nlegalEntities:\n  acme: { ${entity} }\n`;
  writeFileSync(environment, text);
  const { code, stdout } = await inProcess(['doctor', 'mx/cfdi', '-e', environment, '--json']);
  const findings: readonly Told[] = JSON.parse(stdout).findings;
  return { code, stdout, home, of: (about: string) => findings.filter((each) => each.about === about) };
}

const statesOf = (findings: readonly Told[]): string[] => findings.map(({ state }) => state);

/** A certificate and its key that is valid for so many days. */
function pairOf(days: number, serial = '1234') {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const parameters = [
    'req',
    '-x509',
    '-new',
    '-key',
    'key',
    '-subj',
    '/CN=acme',
    '-days',
    String(days),
    '-set_serial',
    serial,
  ];
  return { 'acme-csd.key': key, 'acme-csd.cer': openssl(parameters, { key }, '-') };
}

describe('timbre doctor', () => {
  it('tells of an empty environment what is missing, and what to do', async () => {
    const { code, of } = await told('{}', {});
    expect(code).toBe(1);
    expect(statesOf(of('settings'))).toContain('problem');
    expect(statesOf(of('secret'))).toEqual(['problem', 'problem']);
    expect(new Set(statesOf(of('artefact')))).toEqual(new Set(['problem']));
    expect(
      of('settings')
        .map(({ message }) => message)
        .join(),
    ).toContain('pacUrl');
  });

  it('never shows a secret, and leaves nothing in the store', async () => {
    const { stdout, of, home } = await told('{}', { 'acme-pac.txt': password });
    expect(stdout).not.toContain(password);
    expect(statesOf(of('secret'))).toEqual(['problem', 'ok']);
    expect(statesOf(of('store'))).toEqual(['ok']);
    const left = readdirSync(join(home, 'store'), { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  it('says when a text is where a certificate should be', async () => {
    const { of } = await told('{}', { 'acme-csd.pem': 'no certificate', 'acme-pac.txt': '' });
    expect(statesOf(of('secret'))).toEqual(['problem', 'problem']);
  });

  it.skipIf(noOpenssl !== undefined).each([
    [400, 'ok'],
    [12, 'warning'],
  ])('of a certificate that is valid for %i days: %s', async (days, state) => {
    const { of } = await told('{}', { ...pairOf(days), 'acme-pac.txt': password });
    expect(statesOf(of('secret'))).toEqual([state, 'ok']);
  });

  // SAT reads the bytes of the number as digits; where they are none, the number is told as openssl does.
  it.skipIf(noOpenssl !== undefined).each([
    ['0x3330303031303030303030353030303033343136', '30001000000500003416'],
    ['0x43AA0461A00ECDCDD3B7135833ABFF13A77DEE5F', '43AA0461A00ECDCDD3B7135833ABFF13A77DEE5F'],
  ])('tells the number of a certificate as its authority writes it: %s', async (serial, number) => {
    const { of } = await told('{}', { ...pairOf(400, serial), 'acme-pac.txt': password });
    expect(of('secret').map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`certificate ${number},`),
    );
  });

  it('reaches what may be called, compares the clock, and refuses what may not be called', async () => {
    const url = `http://localhost:${port}/base`;
    // Two addresses of one host: it is told once.
    const settings = `{ pac: finkok, pacUrl: "${url}", satUrl: "${url}/sat", pacUser: someone }`;
    const allowed = await told(settings, {}, `"http://localhost:${port}"`);
    expect(statesOf(allowed.of('host').filter(({ message }) => message.includes(`:${port}`)))).toEqual(['ok']);
    expect(statesOf(allowed.of('clock'))).toEqual(['ok']);
    const refused = await told(settings, {});
    expect(statesOf(refused.of('host').filter(({ message }) => message.includes(`:${port}`)))).toEqual(['problem']);
    expect(statesOf(refused.of('clock'))).toEqual(['warning']);
  });
});

describe('the world, as doctor sees it', () => {
  const url = () => `http://localhost:${port}/`;

  it('sends nothing to a host that it reaches', async () => {
    const http = createHttp({ allowedHosts: [], allowLoopback: true });
    const before = asked;
    expect(await lookAtHost(url(), http)).toMatchObject({ reached: true, state: 'ok' });
    expect(await lookAtHost('http://localhost:1/', http)).toMatchObject({ reached: false, state: 'problem' });
    expect(await lookAtHost(`https://localhost:${port}/`, http)).toMatchObject({ reached: false, state: 'problem' });
    expect(asked).toBe(before);
    await http.close();
  });

  it.each([
    [0, 'ok'],
    [30, 'warning'],
    [-3600, 'problem'],
  ])('with a clock that is %i s ahead: %s', async (seconds, state) => {
    const http = createHttp({ allowedHosts: [], allowLoopback: true });
    expect(await lookAtClock(url(), http, () => new Date(Date.now() + seconds * 1000))).toMatchObject({ state });
    await http.close();
  });
});
