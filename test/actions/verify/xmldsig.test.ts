import { createHash, createHmac, generateKeyPairSync, sign as rawSign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyAction } from '../../../actions/verify/index.ts';
import { makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { codeOf, prepared } from '../compile.ts';
import { contextOf, loadingOf } from '../loading.ts';
import { documentOf, materialOf, sign } from '../sign/signing.ts';

const signer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const other = makeTestTaxpayer({ rfc: 'URE180429TM6', name: 'UNIVERSIDAD ROBOTICA' });
const elliptic = makeTestTaxpayer({
  rfc: 'EKU9003173C9',
  name: 'E',
  privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
});

const owner = 'subject: { oid: 2.5.4.45, until: /, equals: EKU9003173C9 }\n';
const weak = 'signature: [rsa-sha1]\ndigest: [sha1]\n';

interface Given {
  readonly certificate?: Uint8Array | string;
  readonly content?: string;
}

function verification(step: string, given: Given = {}, files: Readonly<Record<string, string>> = {}) {
  const yaml = `profile: xmldsig\n${step}`;
  if (given.certificate === undefined) return prepared(verifyAction, yaml, files);
  const { loading, at, data } = loadingOf(yaml, { files, inputs: { certificate: { mediaType: undefined } } });
  const ready = verifyAction.prepare(data as Parameters<typeof verifyAction.prepare>[0], loading, at);
  if (ready === undefined) throw new Error('the step is wrong');
  return ready;
}

async function verify(xml: string, step = owner, given: Given = {}, files: Readonly<Record<string, string>> = {}) {
  const inputs = Object.entries(given).map(([name, content]) => [name, { mediaType: 'text/plain', content }]);
  const context = contextOf({
    in: { document: { mediaType: 'application/xml', content: xml }, ...Object.fromEntries(inputs) },
  });
  const output = await verifyAction.run(context, verification(step, given, files));
  return { ...output.values, text: documentOf(output, 'signed') };
}

const signed = async (xml: string, step: string, taxpayer = signer): Promise<string> =>
  documentOf(
    await sign({ xml, csd: { csd: materialOf(taxpayer) }, step: `profile: xmldsig\nkey: csd\n${step}`, files: {} }),
  );

const order = '<o:Order xmlns:o="urn:o" Total="116.00"><o:Line Id="l1">100</o:Line><!-- c --></o:Order>';
const enveloped = await signed(order, '');
const byId = await signed(
  order,
  'namespaces: { o: urn:o }\nreferences: [{ element: "/o:Order/o:Line", transforms: [exc-c14n] }]\n',
);
const covers = 'namespaces: { o: urn:o, ds: "http://www.w3.org/2000/09/xmldsig#" }\ncovers: ';
const byIdStep = `${covers}/o:Order/o:Line\nplace: /o:Order\n${owner}`;

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

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64');
const replaced = (xml: string, from: string | RegExp, to: string): string => {
  const result = xml.replace(from, () => to);
  if (result === xml) throw new Error(`nothing to replace: ${from}`);
  return result;
};
const part = (xml: string, name: string): string => new RegExp(`<${name}[ >][\\s\\S]*</${name}>`).exec(xml)?.[0] ?? '';
const signature = part(enveloped, 'Signature');
const idSignature = part(byId, 'Signature');
const line = '<o:Line Id="l1">100</o:Line>';
const forged = '<o:Line Id="l2">999</o:Line>';
const object = (content: string): string => `<Object>${content}</Object></Signature>`;

/** Signs with a key of one's own, as an attacker can: what is refused then is refused for what it is. */
function resigned(xml: string, change: (info: string) => string): string {
  const info = change(part(xml, 'SignedInfo'));
  const scoped = info.replace(
    '<SignedInfo>',
    '<SignedInfo xmlns="http://www.w3.org/2000/09/xmldsig#" xmlns:o="urn:o">',
  );
  const canonical = scoped.replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>');
  const value = rawSign('sha256', Buffer.from(canonical), signer.privateKey).toString('base64');
  return replaced(
    xml.replace(part(xml, 'SignedInfo'), () => info),
    /<SignatureValue>[^<]*/,
    `<SignatureValue>${value} `,
  );
}

const transform = (algorithm: string, content = ''): string =>
  `<Transform Algorithm="${algorithm}">${content}</Transform>`;
const withTransform = (more: string) => (info: string) => replaced(info, '</Transforms>', `${more}</Transforms>`);

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
  [
    'wrapping: another document in the signature',
    replaced(enveloped, '</Signature>', object(order)),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  ['the same Id twice', replaced(byId, line, `${line}<o:Line Id="l1">999</o:Line>`), byIdStep, 'SIGNATURE_UNSAFE'],
  ['the same Id under another name', replaced(byId, line, `${line}<o:X xml:id="l1"/>`), byIdStep, 'SIGNATURE_UNSAFE'],
  [
    'two SignedInfo, the forged one first',
    replaced(
      enveloped,
      '<SignedInfo>',
      `${replaced(part(enveloped, 'SignedInfo'), /<DigestValue>[^<]*/, `<DigestValue>${digestOf('x')}`)}<SignedInfo>`,
    ),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'two SignedInfo, the forged one last',
    replaced(enveloped, '</Signature>', `${part(enveloped, 'SignedInfo')}</Signature>`),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  ['two signatures', replaced(enveloped, signature, `${signature}${signature}`), owner, 'SIGNATURE_UNSAFE'],
  [
    'a comment in DigestValue',
    replaced(enveloped, '<DigestValue>', `<DigestValue>${digestOf('x')}<!---->`),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  ['a comment in SignedInfo', replaced(enveloped, '<SignedInfo>', '<SignedInfo><!-- x -->'), owner, 'SIGNATURE_UNSAFE'],
  [
    'an instruction in DigestValue',
    replaced(enveloped, '<DigestValue>', '<DigestValue><?x?>'),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'a comment in SignatureValue',
    replaced(enveloped, '<SignatureValue>', '<SignatureValue>AAAA<!---->'),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'CDATA in DigestValue',
    replaced(enveloped, '<DigestValue>', '<DigestValue><![CDATA[AAAA]]>'),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'an attribute for data on the signature',
    replaced(enveloped, '<Signature ', '<Signature Total="999" '),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  ['HMAC keyed with the certificate', hmac(), owner, 'SIGNATURE_UNSAFE'],
  [
    'HMACOutputLength',
    replaced(
      enveloped,
      /<SignatureMethod ([^>]*)\/>/,
      '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"><HMACOutputLength>0</HMACOutputLength></SignatureMethod>',
    ),
    owner,
    'SIGNATURE_UNSAFE',
  ],
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
    'MD5',
    replaced(enveloped, 'http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmldsig-more#md5'),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'a reference to a host',
    resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="http://127.0.0.1/x"')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'a reference to a file',
    resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="file:///etc/passwd"')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'a reference without a URI',
    resigned(enveloped, (info) => replaced(info, ' URI=""', '')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'an XPointer',
    resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="#xpointer(/)"')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'an Id that nothing has',
    resigned(enveloped, (info) => replaced(info, 'URI=""', 'URI="#nothing"')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'XSLT',
    resigned(enveloped, withTransform(transform('http://www.w3.org/TR/1999/REC-xslt-19991116'))),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'only XSLT',
    resigned(enveloped, (info) =>
      replaced(
        info,
        part(info, 'Transforms'),
        `<Transforms>${transform('http://www.w3.org/TR/1999/REC-xslt-19991116')}</Transforms>`,
      ),
    ),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'an XPath that leaves all out',
    resigned(enveloped, (info) =>
      replaced(
        info,
        part(info, 'Transforms'),
        `<Transforms>${transform('http://www.w3.org/TR/1999/REC-xpath-19991116', '<XPath>false()</XPath>')}</Transforms>`,
      ),
    ),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'base64',
    resigned(enveloped, withTransform(transform('http://www.w3.org/2000/09/xmldsig#base64'))),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'an unknown canonicalisation',
    resigned(enveloped, (info) =>
      replaced(info, /<CanonicalizationMethod [^>]*>/, '<CanonicalizationMethod Algorithm="urn:x"/>'),
    ),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'no reference at all',
    resigned(enveloped, (info) => replaced(info, /<Reference[\s\S]*<\/Reference>/, '')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'a thousand references',
    resigned(enveloped, (info) => replaced(info, part(info, 'Reference'), part(info, 'Reference').repeat(1000))),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'a Manifest',
    resigned(enveloped, (info) => replaced(info, '</SignedInfo>', '<Manifest/></SignedInfo>')),
    owner,
    'SIGNATURE_UNSAFE',
  ],
  [
    'SignedInfo in another namespace',
    replaced(enveloped, '<SignedInfo>', '<SignedInfo xmlns="urn:x">'),
    owner,
    'SIGNATURE_UNSAFE',
  ],
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
  it.each(forgeries)('%s', async (_, xml, step, code, given) => {
    expect(await codeOf(() => verify(xml, `${step}require: true\n`, given))).toBe(code);
    const values = await verify(xml, step, given);
    expect(values).toMatchObject({ valid: false, reason: expect.stringMatching(/./), signed: [], text: '' });
  });

  it('a DOCTYPE', async () => {
    const doctype = '<!DOCTYPE o:Order [<!ATTLIST o:Line x ID #IMPLIED>]>';
    expect(await codeOf(() => verify(`${doctype}${enveloped}`))).toBe('XML_DOCTYPE');
  });

  it('what the attacker of these tests signs holds where nothing is wrong with it', async () => {
    expect(await verify(resigned(enveloped, (info) => info))).toMatchObject({ valid: true });
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
