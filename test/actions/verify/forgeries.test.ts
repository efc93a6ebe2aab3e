import { createHash, createHmac, sign as rawSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../compile.ts';
import {
  byId,
  byIdStep,
  elliptic,
  enveloped,
  type Given,
  isRefused,
  order,
  other,
  owner,
  part,
  replaced,
  signature,
  signed,
  signer,
  verify,
} from './xmldsig.ts';

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');
const idSignature = part(byId, 'Signature');
const line = '<o:Line Id="l1">100</o:Line>';
const forged = '<o:Line Id="l2">999</o:Line>';
const object = (content: string): string => `<Object>${content}</Object></Signature>`;

/** Each made from a genuine signature: title, document, `with`, what is given, and the code. */
const forgeries: [string, string, string, string, Given?][] = [
  ['an amount changed', replaced(enveloped, '116.00', '999.00'), owner, 'SIGNATURE_INVALID'],
  ['an element added', replaced(enveloped, '<o:Line', '<o:Line/><o:Line'), owner, 'SIGNATURE_INVALID'],
  ['an element that is not covered changed', replaced(byId, '116.00', '999.00'), owner, 'SIGNATURE_UNSAFE'],
  // Signature wrapping: the signed element moves, another one stands where it is read.
  [
    'wrapping: the signed element in an Object',
    replaced(replaced(byId, line, forged), '</Signature>', object(line)),
    byIdStep,
    'SIGNATURE_UNSAFE',
  ],
  ['wrapping: the signed element beside', replaced(byId, line, `${forged}${line}`), byIdStep, 'SIGNATURE_UNSAFE'],
  ['wrapping: the signed element before', replaced(byId, line, `${line}${forged}`), byIdStep, 'SIGNATURE_UNSAFE'],
  [
    'wrapping: the signed element in the forged one',
    replaced(byId, line, `<o:Line Id="l2">999${line}</o:Line>`),
    byIdStep,
    'SIGNATURE_UNSAFE',
  ],
  [
    'wrapping: the signed element deeper',
    replaced(byId, line, `${forged}<o:Extra>${line}</o:Extra>`),
    byIdStep,
    'SIGNATURE_UNSAFE',
  ],
  [
    'wrapping: the signed element in KeyInfo',
    replaced(replaced(byId, line, forged), '</KeyInfo>', `${line}</KeyInfo>`),
    byIdStep,
    'SIGNATURE_UNSAFE',
  ],
  [
    'wrapping: the signed document in another',
    `<o:Order xmlns:o="urn:o" Total="999">${enveloped}</o:Order>`,
    owner,
    'SIGNATURE_INVALID',
  ],
  [
    'wrapping: the signed element and its signature in another',
    `<o:Order xmlns:o="urn:o">${forged}<o:Extra>${line}${idSignature}</o:Extra></o:Order>`,
    byIdStep,
    'SIGNATURE_MISSING',
  ],
  ['the same Id twice', replaced(byId, line, `${line}<o:Line Id="l1">999</o:Line>`), byIdStep, 'SIGNATURE_UNSAFE'],
  ['the same Id under another name', replaced(byId, line, `${line}<o:X xml:id="l1"/>`), byIdStep, 'SIGNATURE_UNSAFE'],
  ['HMAC keyed with the certificate', hmac(), owner, 'SIGNATURE_UNSAFE'],
  [
    'another certificate in KeyInfo',
    replaced(enveloped, /<X509Certificate>[^<]*/, `<X509Certificate>${other.certificateDer.toString('base64')}`),
    owner,
    'SIGNATURE_INVALID',
  ],
  ["signed by somebody else's key", await signed(order, '', other), owner, 'SIGNATURE_INVALID'],
  ['another certificate than the one given', enveloped, '', 'SIGNATURE_INVALID', { certificate: other.certificateDer }],
  [
    'KeyInfo names another certificate than the one given',
    replaced(enveloped, /<X509Certificate>[^<]*/, `<X509Certificate>${other.certificateDer.toString('base64')}`),
    '',
    'SIGNATURE_INVALID',
    { certificate: signer.certificateDer },
  ],
  ['a key instead of a certificate', await signed(order, 'keyInfo: [keyValue]\n'), owner, 'CERTIFICATE_MISSING'],
  ['SHA-1 that is not allowed', await signed(order, 'signature: rsa-sha1\n'), owner, 'SIGNATURE_UNSAFE'],
  ['a SHA-1 digest that is not allowed', await signed(order, 'digest: sha1\n'), owner, 'SIGNATURE_UNSAFE'],
  [
    'a signature in another place',
    replaced(replaced(enveloped, signature, ''), '>100<', `>100${signature}<`),
    `namespaces: { o: urn:o }\nplace: /o:Order\n${owner}`,
    'SIGNATURE_MISSING',
  ],
  [
    'other content of a detached one',
    await signed(order, 'form: detached\nuri: o.xml\n'),
    owner,
    'SIGNATURE_INVALID',
    { content: '<o/>' },
  ],
  [
    'a detached one without its content',
    await signed(order, 'form: detached\nuri: o.xml\n'),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  ['an enveloped one for a detached one', enveloped, owner, 'SIGNATURE_UNSAFE', { content: order }],
  ['no signature', order, owner, 'SIGNATURE_MISSING'],
  ['a certificate that is none', enveloped, '', 'CERTIFICATE_MISSING', { certificate: 'hello' }],
  ['DER instead of r and s', await inDer(), owner, 'SIGNATURE_INVALID'],
];

/** What stands in the signed document, and what is written instead: SIGNATURE_UNSAFE. */
const unsafe: [string, string | RegExp, string][] = [
  ['wrapping: another document in the signature', '</Signature>', object(order)],
  [
    'two SignedInfo, the forged one first',
    '<SignedInfo>',
    `${replaced(part(enveloped, 'SignedInfo'), /<DigestValue>[^<]*/, `<DigestValue>${digestOf('x')}`)}<SignedInfo>`,
  ],
  ['two SignedInfo, the forged one last', '</Signature>', `${part(enveloped, 'SignedInfo')}</Signature>`],
  ['two signatures', signature, `${signature}${signature}`],
  ['a comment in DigestValue', '<DigestValue>', `<DigestValue>${digestOf('x')}<!---->`],
  ['a comment in SignedInfo', '<SignedInfo>', '<SignedInfo><!-- x -->'],
  ['an instruction in DigestValue', '<DigestValue>', '<DigestValue><?x?>'],
  ['a comment in SignatureValue', '<SignatureValue>', '<SignatureValue>AAAA<!---->'],
  ['CDATA in DigestValue', '<DigestValue>', '<DigestValue><![CDATA[AAAA]]>'],
  ['an attribute for data on the signature', '<Signature ', '<Signature Total="999" '],
  [
    'HMACOutputLength',
    /<SignatureMethod ([^>]*)\/>/,
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><HMACOutputLength>0</HMACOutputLength></SignatureMethod>',
  ],
  ['MD5', 'http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmldsig-more#md5'],
  ['SignedInfo in another namespace', '<SignedInfo>', '<SignedInfo xmlns="urn:x">'],
];

async function inDer(): Promise<string> {
  const xml = await signed(order, 'signature: ecdsa-sha256\n', elliptic);
  const scoped = '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#" xmlns:o="urn:o">';
  const info = part(xml, 'SignedInfo')
    .replace('<SignedInfo>', scoped)
    .replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>');
  const value = rawSign('sha256', Buffer.from(info), elliptic.privateKey).toString('base64');
  return replaced(xml, /<SignatureValue>[^<]*/, `<SignatureValue>${value}`);
}

function hmac(): string {
  const xml = replaced(
    enveloped,
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
  );
  const info = part(xml, 'SignedInfo').replace(
    '<SignedInfo>',
    '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#" xmlns:o="urn:o">',
  );
  const value = createHmac('sha256', signer.certificatePem).update(info).digest('base64');
  return replaced(xml, /<SignatureValue>[^<]*/, `<SignatureValue>${value}`);
}

describe('a forgery is refused', () => {
  it.each(forgeries)('%s', (_, xml, step, code, given) => isRefused(xml, step, code, given));
  it.each(unsafe)('%s', (_, there, instead) =>
    isRefused(replaced(enveloped, there, instead), owner, 'SIGNATURE_UNSAFE'),
  );

  it('a DOCTYPE', async () => {
    const doctype = '<!DOCTYPE o:Order [<!ATTLIST o:Line x ID #IMPLIED>]>';
    expect(await codeOf(() => verify(`${doctype}${enveloped}`))).toBe('XML_DOCTYPE');
  });
});
