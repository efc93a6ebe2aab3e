import { createHash, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signAction } from '../../../actions/sign/index.ts';
import { makeTestTaxpayer, type TestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { codeOf, prepared } from '../compile.ts';
import { askXmlCrypto, askXmlsec, noXmlsec } from '../lib/xmldsig/oracles.ts';
import { documentOf, materialOf, sign } from './signing.ts';

const rsa = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE, S.A. "K"' });
const ec = (namedCurve: string) =>
  makeTestTaxpayer({
    rfc: 'EKU9003173C9',
    name: 'ELLIPTIC',
    privateKey: generateKeyPairSync('ec', { namedCurve }).privateKey,
  });
const [p256, p384, p521] = [ec('P-256'), ec('P-384'), ec('P-521')];

const request =
  '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- before --><Cancelacion xmlns="http://cancelacfd.sat.gob.mx" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" Fecha="2021-12-26T18:15:28" RfcEmisor=\'EKU9003173C9\'>\r\n\t<Folios><Folio UUID="fe4e71b0" Motivo="02" FolioSustitucion=""/></Folios><!-- ñ & co --><?p q?>\r\n</Cancelacion>\r\n';
const invoice =
  '<NFe xmlns="urn:nfe"><infNFe Id="NFe35" versao="4.00"><total xml:lang="pt">10.00</total>&amp;&#13;</infNFe><infNFeSupl/></NFe>';
const extended =
  '<u:Invoice xmlns:u="urn:u" xmlns:e="urn:e" xml:lang="es" xml:space="preserve"><e:Extensions><e:Extension>1</e:Extension><e:Extension ></e:Extension><e:Extension /></e:Extensions><u:ID>1</u:ID></u:Invoice>';
const bare = '<Invoice><ID>1</ID></Invoice>';

interface Case {
  readonly title: string;
  readonly xml: string;
  readonly with: string;
  readonly taxpayer?: TestTaxpayer;
  readonly idElements?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Not what xml-crypto knows: ECDSA, content outside of the document, comments in SignedInfo's form. */
  readonly notXmlCrypto?: true;
}

const infNFe =
  'namespaces: { n: urn:nfe }\nreferences: [{ element: /n:NFe/n:infNFe, transforms: [enveloped-signature, c14n] }]\n';
const last = 'namespaces: { u: urn:u, e: urn:e }\nplace: /u:Invoice/e:Extensions/e:Extension[last()]\nprefix: ds\n';
const cases: Case[] = [
  {
    title: 'Mexico: a cancellation',
    xml: request,
    with: `namespaces: { c: http://cancelacfd.sat.gob.mx }
place: /c:Cancelacion
signature: rsa-sha1
digest: sha1
references: [{ transforms: [enveloped-signature] }]
keyInfo: [issuerSerial, certificate, keyValue]
certificateNumberForm: ascii
subject: { oid: 2.5.4.45, until: /, equals: =invoice.seller.taxId }
`,
  },
  {
    title: 'Brazil: an element by its Id',
    xml: invoice,
    with: `${infNFe}signature: rsa-sha1\ndigest: sha1\n`,
    idElements: ['urn:nfe:infNFe'],
  },
  {
    title: 'Peru: in an empty element, with a prefix',
    xml: extended,
    with: `${last}id: SignatureSP\nkeyInfo: [certificate, subjectName]\n`,
  },
  { title: 'nothing but a key', xml: bare, with: '' },
  { title: 'exclusive', xml: extended, with: `${last}canonicalization: exc-c14n\n` },
  {
    title: 'exclusive with prefixes',
    xml: extended,
    with: `${last}canonicalization: exc-c14n\ninclusivePrefixes: [e, "#default"]\n`,
  },
  { title: 'exclusive with comments', xml: request, with: 'canonicalization: exc-c14n-with-comments\n' },
  { title: 'with comments', xml: request, with: 'canonicalization: c14n-with-comments\n' },
  {
    title: 'two references, two digests',
    xml: extended.replace('<u:ID>', '<u:ID Id="i">'),
    with: 'namespaces: { u: urn:u }\ndigest: sha512\nreferences: [{ digest: sha256, id: r, type: "urn:t" }, { element: /u:Invoice/u:ID, transforms: [exc-c14n] }]\n',
    idElements: ['urn:u:ID'],
  },
  { title: 'rsa-sha384', xml: bare, with: 'signature: rsa-sha384\ndigest: sha384\n', notXmlCrypto: true },
  { title: 'rsa-sha512', xml: bare, with: 'signature: rsa-sha512\ndigest: sha512\n' },
  { title: 'ecdsa-sha256', xml: request, with: 'signature: ecdsa-sha256\n', taxpayer: p256, notXmlCrypto: true },
  { title: 'ecdsa-sha384', xml: request, with: 'signature: ecdsa-sha384\n', taxpayer: p384, notXmlCrypto: true },
  { title: 'ecdsa-sha512', xml: request, with: 'signature: ecdsa-sha512\n', taxpayer: p521, notXmlCrypto: true },
  {
    title: 'enveloping',
    xml: request,
    with: 'form: enveloping\n',
    idElements: ['http://www.w3.org/2000/09/xmldsig#:Object'],
  },
  {
    title: 'enveloping what has no namespace',
    xml: bare,
    with: 'form: enveloping\nobjectId: o1\n',
    idElements: ['http://www.w3.org/2000/09/xmldsig#:Object'],
  },
  {
    title: 'enveloping, exclusive, with a prefix',
    xml: extended,
    with: 'form: enveloping\nprefix: ds\ncanonicalization: exc-c14n\n',
    idElements: ['http://www.w3.org/2000/09/xmldsig#:Object'],
  },
  {
    title: 'detached',
    xml: request,
    with: 'form: detached\nuri: content.xml\n',
    files: { 'content.xml': request },
    notXmlCrypto: true,
  },
];

const signed = async ({ xml, with: more, taxpayer = rsa }: Case) =>
  sign({ xml, csd: { csd: materialOf(taxpayer) }, step: `profile: xmldsig\nkey: csd\n${more}`, files: {} });

describe.skipIf(noXmlsec !== undefined)(`xmlsec1 accepts (skipped: ${noXmlsec})`, () => {
  it.each(cases)('$title', async (each) => {
    const xml = documentOf(await signed(each));
    const { certificatePem } = each.taxpayer ?? rsa;
    expect(askXmlsec({ ...each, xml, certificatePem })).toBe('OK');
  });
});

/** xml-crypto leaves out instructions, and the `xml:` attributes that an element has from those around it. */
const forXmlCrypto = (xml: string): string => xml.replace('<?p q?>', '').replace(/ xml:\w+="\w+"/g, '');

describe('xml-crypto accepts', () => {
  it.each(cases.filter(({ notXmlCrypto }) => !notXmlCrypto))('$title', async (each) => {
    const xml = documentOf(await signed({ ...each, xml: forXmlCrypto(each.xml) }));
    expect(askXmlCrypto({ xml, certificatePem: rsa.certificatePem })).toBe('OK');
  });
});

const caseOf = (title: string): Case =>
  cases.find((each) => each.title.startsWith(title)) ?? { title, xml: '', with: '' };

describe('a signature', () => {
  it('is put in, and every other byte stays as it is', async () => {
    for (const title of ['Mexico', 'Brazil', 'Peru', 'nothing']) {
      const each = caseOf(title);
      const xml = documentOf(await signed(each));
      const without = xml.replace(/<(ds:)?Signature[\s\S]*<\/\1Signature>/, '');
      expect(without).toBe(each.xml.replace('<e:Extension />', '<e:Extension ></e:Extension>'));
    }
  });

  it('is what the text and the values say', async () => {
    const output = await signed(caseOf('Mexico'));
    const [xml, text] = [documentOf(output), documentOf(output, 'text')];
    expect(text).toMatch(/^<SignedInfo xmlns="http:\/\/www.w3.org\/2000\/09\/xmldsig#" xmlns:xsi=/);
    expect(output.values).toEqual({
      signature: /<SignatureValue>([^<]*)</.exec(xml)?.[1],
      certificateNumber: rsa.certificateNumber,
      textDigest: createHash('sha1').update(text).digest('hex'),
      digestValue: /<DigestValue>([^<]*)</.exec(xml)?.[1],
    });
  });

  it('says who signed as the authority writes it', async () => {
    const xml = documentOf(await signed(caseOf('Mexico')));
    expect(xml).toContain(
      `<X509SerialNumber>${rsa.certificateNumber}</X509SerialNumber></X509IssuerSerial><X509Certificate>`,
    );
    expect(xml).toMatch(/<\/X509Data><KeyValue><RSAKeyValue><Modulus>[^<]{344}<\/Modulus><Exponent>AQAB<\/Exponent>/);
    const decimal = documentOf(await signed({ ...caseOf('nothing'), with: 'keyInfo: [issuerSerial]\n' }));
    expect(decimal).toContain(
      `<X509SerialNumber>${BigInt(`0x${Buffer.from(rsa.certificateNumber).toString('hex')}`)}<`,
    );
  });

  it('writes names as RFC 4514 does', async () => {
    const xml = documentOf(await signed({ ...caseOf('nothing'), with: 'keyInfo: [subjectName]\n' }));
    const name = String.raw`OU=Sucursal 1,serialNumber=\ / VADA800927HSRSRL05,x500UniqueIdentifier=EKU9003173C9 / VADA800927DJ3,O=ESCUELA KEMPER URGATE\, S.A. \"K\",name=`;
    expect(xml).toContain(`<X509SubjectName>${name.replaceAll('"', '&quot;')}`);
  });

  it('is the same bytes each time with RSA', async () => {
    const each = caseOf('Mexico');
    expect(documentOf(await signed(each))).toBe(documentOf(await signed(each)));
  });
});

describe('what cannot be signed is refused', () => {
  const refused: [string, Partial<Case>, string][] = [
    ['no such place', { with: 'place: /x/y\n' }, 'SIGNATURE_PLACE'],
    ['two places', { xml: '<a><b/><b/></a>', with: 'place: /a/b\n' }, 'SIGNATURE_PLACE'],
    ['an element without an Id', { with: 'references: [{ element: /Invoice/ID }]\n' }, 'SIGNATURE_PLACE'],
    [
      'an Id twice',
      { xml: '<a><b Id="i"/><c id="i"/></a>', with: 'references: [{ element: /a/b }]\n' },
      'SIGNATURE_PLACE',
    ],
    ['a signature of itself', { with: 'references: [{ transforms: [c14n] }]\n' }, 'SIGNATURE_PLACE'],
    ['an Id that is taken', { xml: '<a Id="object"/>', with: 'form: enveloping\n' }, 'SIGNATURE_PLACE'],
    ['an RSA key for ECDSA', { with: 'signature: ecdsa-sha256\n' }, 'KEY_SCHEME'],
    ['an EC key for RSA', { taxpayer: p256, with: '' }, 'KEY_SCHEME'],
    ['KeyValue of an EC key', { taxpayer: p256, with: 'signature: ecdsa-sha256\nkeyInfo: [keyValue]\n' }, 'KEY_SCHEME'],
    ['a DOCTYPE', { xml: '<!DOCTYPE a><a/>', with: '' }, 'XML_DOCTYPE'],
    [
      "somebody else's certificate",
      { with: 'subject: { oid: 2.5.4.45, equals: nobody }\n' },
      'CERTIFICATE_OTHER_SUBJECT',
    ],
    ['no value for the URI', { with: 'form: detached\nuri: =invoice.number\n' }, 'PARAMETER_ABSENT'],
  ];
  it.each(refused)('%s', async (title, each, code) => {
    expect(await codeOf(() => signed({ title, xml: bare, with: '', ...each }))).toBe(code);
  });

  const wrong: [string, string, string][] = [
    ['an undeclared prefix', 'place: /x:a\n', 'PLACE_SYNTAX'],
    ['no path', 'place: /a//b\n', 'PLACE_SYNTAX'],
    ['a path of a reference that is none', 'references: [{ element: "/a/@b" }]\n', 'PLACE_SYNTAX'],
    ['detached without a URI', 'form: detached\n', 'STEP_KEY_UNFIT'],
    ['a place for one that stands alone', 'form: enveloping\nplace: /a\n', 'STEP_KEY_UNFIT'],
    ['a URI for one in the document', 'uri: x\n', 'STEP_KEY_UNFIT'],
  ];
  it.each(wrong)('while loading: %s', async (_, more, code) => {
    expect(await codeOf(() => prepared(signAction, `profile: xmldsig\nkey: csd\n${more}`))).toBe(code);
  });
});
