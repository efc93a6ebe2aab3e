import { describe, expect, it } from 'vitest';
import { codeOf } from '../compile.ts';
import {
  byId,
  byIdStep,
  covers,
  elliptic,
  enveloped,
  type Given,
  order,
  other,
  owner,
  signed,
  signer,
  verification,
  verify,
  weak,
} from './xmldsig.ts';

describe('a signature that holds', () => {
  it('is valid, and says what was signed, by whom', async () => {
    expect(await verify(enveloped)).toEqual({
      valid: true,
      reason: '',
      certificateNumber: BigInt(`0x${Buffer.from(signer.certificateNumber).toString('hex')}`).toString(),
      subject: 'EKU9003173C9',
      signed: ['/o:Order'],
      text: order.replace('<!-- c -->', ''),
    });
  });

  const cases: [string, () => Promise<string>, string, Given][] = [
    ['of an element', async () => byId, byIdStep, {}],
    ['with the certificate given', async () => enveloped, '', { certificate: signer.certificateDer }],
    ['with the certificate given as PEM', async () => enveloped, '', { certificate: signer.certificatePem }],
    ['without KeyInfo', () => signed(order, 'keyInfo: []\n'), '', { certificate: signer.certificateDer }],
    [
      'with SHA-1 where it is allowed',
      () => signed(order, 'signature: rsa-sha1\ndigest: sha1\n'),
      `${owner}${weak}`,
      {},
    ],
    ['exclusive', () => signed(order, 'canonicalization: exc-c14n\ninclusivePrefixes: ["#default", o]\n'), owner, {}],
    ['with two references', () => signed(order, 'references: [{}, { element: "/*/*" }]\n'), owner, {}],
    ['with an EC key', () => signed(order, 'signature: ecdsa-sha256\n', elliptic), owner, {}],
    ['enveloping', () => signed(order, 'form: enveloping\n'), `${covers}/ds:Signature/ds:Object/o:Order\n${owner}`, {}],
    ['detached', () => signed(order, 'form: detached\nuri: order.xml\n'), owner, { content: order }],
    ['where it may stand', async () => enveloped, `namespaces: { o: urn:o }\nplace: /o:Order\n${owner}`, {}],
  ];
  it.each(cases)('%s', async (_, xml, step, given) => {
    expect(await verify(await xml(), step, given)).toMatchObject({ valid: true, reason: '' });
  });

  it('by a certificate of the feature', async () => {
    const files = { 'certs/seal.pem': signer.certificatePem, 'other.pem': other.certificatePem };
    expect(await verify(enveloped, 'certificate: certs/seal.pem\n', {}, files)).toMatchObject({ valid: true });
    expect(await verify(enveloped, 'certificate: other.pem\n', {}, files)).toMatchObject({ valid: false });
  });
});

describe('what an author can get wrong is reported while loading', () => {
  it.each([
    ['nobody who must have signed', '', 'SIGNER_UNSAID'],
    ['an owner who is only read', 'subject: { oid: 2.5.4.45 }\n', 'SIGNER_UNSAID'],
    ['a prefix nobody declared', `${owner}place: /x:a\n`, 'PLACE_SYNTAX'],
    ['a path that is none', `${owner}covers: /a/@b\n`, 'PLACE_SYNTAX'],
    ['a certificate that is none', 'certificate: c.pem\n', 'CERTIFICATE_UNREADABLE'],
  ])('%s', async (_, step, code) => {
    expect(await codeOf(() => verification(step, {}, { 'c.pem': 'hello' }))).toBe(code);
  });
});
