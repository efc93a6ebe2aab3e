import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestAuthority, makeTestTaxpayer, type Pac, startPac, testSatAuthority } from '../../../sandbox/index.ts';
import { canonicalXml } from '../../../sandbox/mx/cancellation/canonical-xml.ts';
import { checkSignature } from '../../../sandbox/mx/cancellation/check-signature.ts';
import { readXml } from '../../../sandbox/read-xml.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { type CancelacionParts, callCancel, cancelSigned, signedCancelacion } from './cancelacion.ts';
import { issuer, sealedInvoice } from './invoice.ts';
import { call } from './post.ts';

const hasXmllint = spawnSync('xmllint', ['--version']).error === undefined;
const YEAR = 365 * 24 * 3_600_000;
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

const folders = ['mx/samples/cancelacion', 'mx/api/finkok-pac', 'mx/api/sat_templates'];
const samples = (): { name: string; text: string }[] =>
  folders.flatMap((folder) =>
    readdirSync(artefact(folder))
      .filter((name) => name.endsWith('.xml'))
      .map((name) => ({ name, text: readFileSync(join(artefact(folder), name), 'utf8') }))
      .filter(({ text }) => text.includes('<SignatureValue>M') || /<SignatureValue>[\w+/]{100}/.test(text)),
  );

/** These were indented after they were signed. */
const dense = (text: string): string => text.replace(/>\s+</g, '><');

const verdict = (text: string): string => {
  const told = checkSignature(text, readXml(text));
  return 'wrong' in told ? told.wrong : `signed by ${told.certificate.rfc}`;
};

describe.skipIf(!hasArtefacts)('the samples of signed requests (skipped without the artefacts)', () => {
  test('all verify', () => {
    const verdicts = Object.fromEntries(samples().map(({ name, text }) => [name, verdict(dense(text))]));
    expect(verdicts).toEqual({
      'obtain-related-signed.xml': 'signed by LAN7008173R5',
      'cancel-accept-reject-format.xml': 'signed by EKU9003173C9',
      'cancel-cancelsignature-format.xml': 'signed by EKU9003173C9',
      'cancel-get-related-signature-format.xml': 'signed by EKU9003173C9',
      'cancela.bck.xml': 'signed by EKU9003173C9',
    });
  });

  test('do not verify with another letter in them', () => {
    for (const { text } of samples()) {
      const changed = dense(text).replace(/ (Fecha|RfcPacEnviaSolicitud)="./, ' $1="9');
      expect(changed).not.toBe(dense(text));
      expect(verdict(changed)).toBe('DigestValue no corresponde al documento');
    }
  });
});

const documents: [string, string][] = [
  ['empty elements and order of attributes', '<b y="2" x="1"><c/><d ></d></b>'],
  [
    'namespaces',
    '<b xmlns="u:1" xmlns:z="u:z" xmlns:a="u:a"><c xmlns="" z:y="1" a:y="2" y="3"><d xmlns="u:1" xmlns:z="u:z"/></c></b>',
  ],
  ['the same namespace again', '<a:b xmlns:a="u:a"><a:c xmlns:a="u:a"><a:d xmlns:a="u:b"/></a:c></a:b>'],
  ['references and quotes', "<b x='&lt;&amp;\"&#10;&#13;&#9;&gt;'>&lt;&gt;&quot;&apos;&#13;&#xe9;é</b>"],
  ['white space', '<b x="a\tb\n c"   >\r\n  one\ttwo\r</b  >'],
  ['comments, instructions and CDATA', '<b><!-- gone --><?keep  this ?><![CDATA[<a> & "b"]]></b>'],
];

describe.skipIf(!hasXmllint)('Canonical XML (skipped without xmllint)', () => {
  test.each(documents)('%s', (_name, text) => {
    const run = spawnSync('xmllint', ['--c14n', '-'], { input: text, encoding: 'utf8' });
    const withoutComments = run.stdout.replace(/<!--.*?-->/gs, '');
    expect(canonicalXml(text, { without: 'Signature' })).toBe(withoutComments);
  });

  test.skipIf(!hasArtefacts)("of the authority's samples (skipped without the artefacts)", () => {
    const root = artefact('mx/samples');
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /cfdi.*\.xml$/.test(name));
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const text = readFileSync(join(root, name), 'utf8').replace(/<!--.*?-->/gs, '');
      const run = spawnSync('xmllint', ['--nonet', '--c14n', '-'], { input: text, encoding: 'utf8' });
      expect(canonicalXml(text, { without: 'nothing' }), name).toBe(run.stdout);
    }
  });

  test('of a part declares what is in scope around it', () => {
    const part = `<Signature xmlns="${DSIG}"><SignedInfo><x a="1"/></SignedInfo></Signature>`;
    const text = `<b xmlns="u:1" xmlns:z="u:z" q="r">${part}</b>`;
    expect(canonicalXml(text, { only: 'SignedInfo' })).toBe(
      `<SignedInfo xmlns="${DSIG}" xmlns:z="u:z"><x a="1"></x></SignedInfo>`,
    );
    expect(canonicalXml(text, { without: 'Signature' })).toBe('<b xmlns="u:1" xmlns:z="u:z" q="r"></b>');
  });
});

const another = { rfc: issuer.rfc, name: issuer.name, privateKey: issuer.privateKey };
const revoked = makeTestTaxpayer(another);
const stranger = makeTestTaxpayer({ rfc: 'XIA190128J61', name: 'XENON' });
let pac: Pac;
let uuid = '';

beforeAll(async () => {
  pac = await startPac({
    credentials: { username: 'user', password: 'secret' },
    authorities: [testSatAuthority().certificatePem],
    revoked: [revoked.certificateNumber],
  });
  uuid = (await call(pac, 'stamp', sealedInvoice())).uuid ?? '';
});
afterAll(() => pac.close());

const change =
  (from: string | RegExp, to: string) =>
  (xml: string): string => {
    const changed = xml.replace(from, to);
    if (changed === xml) throw new Error(`The request has no ${from}`);
    return changed;
  };

const keyValue = '<KeyValue><RSAKeyValue><Modulus>AAECAw==</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue>';

type Case = [name: string, code: string, parts: Omit<CancelacionParts, 'uuid'>, after?: (xml: string) => string];

const forged = '<Folios><Folio UUID="00000000-0000-4000-8000-000000000002" Motivo="02"/></Folios>';
const cases: Case[] = [
  ['XML cut off', '301', {}, (xml) => xml.slice(0, -5)],
  ['a DOCTYPE', '301', {}, change('<Cancelacion', '<!DOCTYPE x><Cancelacion')],
  ['another root', '301', { before: change(/Cancelacion/g, 'Anulacion') }],
  ['another namespace', '301', { before: change('cancelacfd.sat', 'example.sat') }],
  ['no folio', '301', { before: change(/<Folio .*\/>/, '') }],
  ['a UUID that is none', '301', { before: change(/UUID="[^"]*"/, 'UUID="1"') }],
  ['an RFC that is none', '301', { rfcEmisor: 'X' }],
  ['a Fecha that is none', '301', { before: change(/Fecha="[^"]*"/, 'Fecha="today"') }],
  ['no signature', '302', {}, change(/<Signature.*<\/Signature>/, '')],
  ['a folio added after signing', '302', {}, change('<Folios>', `${forged}<Folios>`)],
  ['a second signature', '302', {}, change('</Cancelacion>', `<Signature xmlns="${DSIG}"/></Cancelacion>`)],
  ['a signature that is wrapped', '302', {}, (xml) => xml.replace(/(<Signature.*<\/Signature>)/, '<x>$1</x>')],
  ['a second SignedInfo', '302', {}, change('<SignedInfo>', '<SignedInfo></SignedInfo><SignedInfo>')],
  ['a second Reference', '302', {}, change('</SignedInfo>', '<Reference URI="#x"/></SignedInfo>')],
  ['a reference to a part', '302', {}, change('URI=""', 'URI="#part"')],
  ['RSA-SHA256', '302', { signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256' }],
  ['a SHA-256 digest', '302', { digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256' }],
  ['HMAC with the public key', '302', {}, change('rsa-sha1', 'hmac-sha1')],
  ['another SignatureValue', '302', {}, change(/<SignatureValue>..../, '<SignatureValue>AAAA')],
  ['a certificate of the same holder with another key', '302', {}, (xml) => withCertificate(xml)],
  ['another serial number', '302', {}, change(/<X509SerialNumber>\d/, '<X509SerialNumber>9')],
  ["another key's value", '302', {}, change('</X509Data>', `</X509Data>${keyValue}`)],
  ["another's RFC", '303', { rfcEmisor: stranger.rfc }],
  ['a revoked certificate', '304', { taxpayer: revoked }],
  ['an expired one', '304', { taxpayer: makeTestTaxpayer({ ...another, notAfter: new Date(Date.now() - 1000) }) }],
  ['one not yet valid', '305', { taxpayer: makeTestTaxpayer({ ...another, notBefore: new Date(Date.now() + YEAR) }) }],
  ['an e.firma', '310', { taxpayer: makeTestTaxpayer({ ...another, kind: 'fiel' }) }],
  [
    "another authority's certificate",
    '308',
    {
      taxpayer: makeTestTaxpayer({ ...another, ca: makeTestAuthority({ subject: [['2.5.4.3', 'X']], keyType: 'ec' }) }),
    },
  ],
];

function withCertificate(xml: string): string {
  const impostor = makeTestTaxpayer({ rfc: issuer.rfc, name: issuer.name });
  return xml
    .replace(/<X509Certificate>[^<]*/, `<X509Certificate>${impostor.certificateDer.toString('base64')}`)
    .replace(/<X509SerialNumber>[^<]*/, `<X509SerialNumber>${impostor.certificateNumber}`);
}

describe('a request to cancel is refused', () => {
  test.each(cases)('%s: %s', async (_name, code, parts, after = (xml) => xml) => {
    const told = await cancelSigned(pac, after(signedCancelacion({ uuid, ...parts })));
    expect(told.codEstatus?.split(' ')[0]).toBe(code);
    expect(told.folios).toEqual([]);
    expect(pac.cancellations).toHaveLength(0);
  });

  test('for a wrong password, for what is not base64 and for bytes that are not UTF-8', async () => {
    const request = signedCancelacion({ uuid });
    expect((await cancelSigned(pac, request, 'guess')).codEstatus).toMatch(/^300 /);
    const bare = await (await callCancel(pac, 'cancel_signature', { xml: request })).text();
    expect(bare).toContain('<s0:CodEstatus>705 ');
    const latin1 = Buffer.from(request.replace('Motivo="02"', 'Motivo="\u00e9"'), 'latin1').toString('base64');
    expect(await (await callCancel(pac, 'cancel_signature', { xml: latin1 })).text()).toContain('<s0:CodEstatus>301 ');
    expect(pac.cancellations).toHaveLength(0);
  });

  test('by a SOAP Fault for another operation', async () => {
    const response = await callCancel(pac, 'cancel', { xml: '' });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('senv:Client');
  });
});

test('white space, prefixes and the decimal serial number are no reason to refuse', async () => {
  const decimal = BigInt(`0x${Buffer.from(issuer.certificateNumber).toString('hex')}`).toString();
  const request = signedCancelacion({
    uuid,
    before: (xml) => xml.replaceAll('><', '>\r\n\t<').replace('<Cancelacion', '<Cancelacion\n  xmlns:b="u:b"'),
  }).replace(/(<X509SerialNumber>)\d+/, `$1${decimal}`);
  expect((await cancelSigned(pac, request)).folios).toEqual([[uuid, '201']]);
});
