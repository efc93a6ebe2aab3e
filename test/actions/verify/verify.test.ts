import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyAction } from '../../../actions/verify/index.ts';
import { makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { noOpenssl, opensslVerifies } from '../../platform/vault/openssl.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { cadenaFiles } from '../lib/text-signature/cadena.ts';
import { cfdiSamples } from '../lib/text-signature/samples.ts';
import { noXslt, officialCadenas } from '../lib/text-signature/xslt.ts';
import { contextOf } from '../loading.ts';
import { documentOf, materialOf, sign } from '../sign/signing.ts';

const step = `profile: text
text: mappings/cadena-original.yaml
certificate: /cfdi:Comprobante/@Certificado
certificateNumber: /cfdi:Comprobante/@NoCertificado
signature: /cfdi:Comprobante/@Sello
subject: { oid: 2.5.4.45, until: / }
`;
const files = cadenaFiles();
const verification = prepared(verifyAction, step, files);
const required = prepared(verifyAction, `${step}require: true\n`, files);

const verify = async (xml: string | Uint8Array, certificate?: Uint8Array, as = verification) => {
  const given = certificate && { certificate: { mediaType: 'application/pkix-cert', content: certificate } };
  const context = contextOf({ in: { document: { mediaType: 'application/xml', content: xml }, ...given } });
  return (await verifyAction.run(context, as)).values ?? {};
};

const taxpayer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const other = makeTestTaxpayer({ rfc: 'URE180429TM6', name: 'UNIVERSIDAD ROBOTICA' });
const csd = { csd: materialOf(taxpayer) };
const invoice =
  '<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" Serie="A" Sello="" NoCertificado="" Certificado="" Total="116.00"><cfdi:Emisor Rfc="EKU9003173C9"/></cfdi:Comprobante>';
const signed = documentOf(await sign({ xml: invoice, csd }));

describe('a signature', () => {
  const changed = (from: string, to: string): string => signed.replace(from, to);
  const cases: [string, string, Uint8Array | undefined, boolean][] = [
    ['holds', signed, undefined, true],
    ['holds with the certificate given', signed, taxpayer.certificateDer, true],
    ['holds with the certificate given as PEM', signed, Buffer.from(taxpayer.certificatePem), true],
    ['does not hold with another certificate', signed, other.certificateDer, false],
    ['does not hold when an amount was changed', changed('116.00', '1116.00'), undefined, false],
    ['holds when only white space was changed', changed('Serie="A"', 'Serie=" A\n"'), undefined, true],
    [
      'does not hold when the certificate was exchanged',
      changed(taxpayer.certificateDer.toString('base64'), other.certificateDer.toString('base64')),
      undefined,
      false,
    ],
    ['is missing', invoice, undefined, false],
    ['is not base64', signed.replace(/Sello="[^"]+"/, 'Sello="%%%"'), undefined, false],
    [
      'has a certificate that is none',
      signed.replace(/Certificado="[A-Za-z0-9+/=]{40,}"/, 'Certificado="AAAA"'),
      undefined,
      false,
    ],
  ];
  it.each(cases)('%s', async (_, xml, certificate, valid) => {
    const values = await verify(xml, certificate);
    expect(values).toMatchObject({ valid, reason: valid ? '' : expect.stringMatching(/./) });
  });

  it('names who signed', async () => {
    expect(await verify(signed)).toMatchObject({
      certificateNumber: taxpayer.certificateNumber,
      subject: 'EKU9003173C9',
    });
  });

  it('can be required', async () => {
    expect(await codeOf(() => verify(signed, undefined, required))).toBe('none');
    expect(await codeOf(() => verify(changed('116.00', '117.00'), undefined, required))).toBe('SIGNATURE_INVALID');
    expect(await codeOf(() => verify(invoice, undefined, required))).toBe('SIGNATURE_MISSING');
    const bare = signed.replace(/ Certificado="[^"]+"/, '');
    expect(await codeOf(() => verify(bare, undefined, required))).toBe('CERTIFICATE_MISSING');
  });
});

describe.skipIf(noXslt !== undefined)(`official samples (skipped: ${noXslt})`, () => {
  const samples = cfdiSamples();
  const embedded = samples.filter(({ text }) => {
    const head = /<cfdi:Comprobante[^>]*>/.exec(text)?.[0] ?? '';
    const certificate = /\sCertificado="([^"]{100,})"/.exec(head)?.[1];
    return certificate !== undefined && /\sSello="[^"]{100,}"/.test(head) && isCertificate(certificate);
  });

  it(`verifies every genuine CFDI 4.0 with an embedded certificate, ${embedded.length} of them`, async () => {
    const verdicts = await Promise.all(embedded.map(async ({ path, bytes }) => [path, (await verify(bytes)).reason]));
    expect(verdicts).toEqual(embedded.map(({ path }) => [path, '']));
    expect(embedded.length).toBeGreaterThanOrEqual(3);
  });

  it.skipIf(noOpenssl !== undefined)(
    `openssl verifies our Sello over the official cadena of every CFDI 4.0`,
    async () => {
      const sealed = await Promise.all(
        samples.map(async ({ bytes }) => sign({ xml: bytes, csd, step: stepOfAnybody })),
      );
      const cadenas = officialCadenas(sealed.map((output) => Buffer.from(documentOf(output))));
      const certificate = new X509Certificate(taxpayer.certificateDer);
      const verdicts = sealed.map(({ values }, index) =>
        opensslVerifies(certificate, String(values?.signature), cadenas[index] ?? ''),
      );
      expect(verdicts).toEqual(samples.map(() => true));
    },
  );
});

const stepOfAnybody = step.replace(/subject:.*\n/, 'key: csd\n');

function isCertificate(base64: string): boolean {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).publicKey !== undefined;
  } catch {
    return false;
  }
}

describe('the examples of verify', () => {
  it.each(verifyAction.examples)('$title', async (example) => {
    const { output } = await tryExample(verifyAction, example);
    expect(output?.values).toEqual(example.expect.values);
  });
});
