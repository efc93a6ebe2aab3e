import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signAction } from '../../../actions/sign/index.ts';
import { problemsOf } from '../../../engine/errors.ts';
import { readKeyMaterial } from '../../../platform/vault/key-material.ts';
import { makeTestCertificate, makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { codeOf, prepared } from '../compile.ts';
import { documentOf, materialOf, type Signing, sealStep, sign } from './signing.ts';

const day = 86_400_000;
const now = new Date('2026-03-01T18:00:00Z');
const inDays = (days: number): Date => new Date(now.getTime() + days * day);
const validity = { notBefore: inDays(-100), notAfter: inDays(100) };
const company = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE', ...validity });
const person = makeTestTaxpayer({
  rfc: 'CACX7605101P8',
  name: 'XOCHILT CASAS',
  ...validity,
  privateKey: company.privateKey,
});
const withValidity = (notBefore: Date, notAfter: Date) =>
  makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'E', notBefore, notAfter, privateKey: company.privateKey });

const cfdi = (attributes: string, rest = '/>'): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="4.0" ${attributes}${rest}`;
const signing = (xml: string, more: Partial<Signing> = {}): Signing => ({
  xml,
  csd: { csd: materialOf(company) },
  at: now,
  ...more,
});

describe('a signature is put where it belongs', () => {
  const certificate = company.certificateDer.toString('base64');
  const cases: [string, string, (seal: string) => string][] = [
    [
      'into empty attributes, in place',
      cfdi(`Sello="" NoCertificado='' Certificado="" Total="1"`),
      (seal) =>
        cfdi(`Sello="${seal}" NoCertificado='${company.certificateNumber}' Certificado="${certificate}" Total="1"`),
    ],
    [
      'behind the last attribute when they are not there',
      cfdi('Total="1"', ' >\n</cfdi:Comprobante>\n<!-- end -->\n'),
      (seal) =>
        cfdi(
          `Total="1" NoCertificado="${company.certificateNumber}" Certificado="${certificate}" Sello="${seal}"`,
          ' >\n</cfdi:Comprobante>\n<!-- end -->\n',
        ),
    ],
    [
      'over what stood there before',
      cfdi('Sello="old=" NoCertificado="0" Certificado="older"'),
      (seal) => cfdi(`Sello="${seal}" NoCertificado="${company.certificateNumber}" Certificado="${certificate}"`),
    ],
  ];
  it.each(cases)('%s', async (_, xml, expected) => {
    const output = await sign(signing(xml));
    expect(documentOf(output)).toBe(expected(String(output.values?.signature)));
  });

  it('leaves every other byte as it is: BOM, prefixes, comments, references, line ends', async () => {
    const rest = `\r\n  Serie = 'A &amp; &#66;'\t><!-- <x Sello=""> --><?pi Sello=""?><cfdi:Emisor Rfc="ñ&#xD;"></cfdi:Emisor ></cfdi:Comprobante>`;
    const xml = `\uFEFF${cfdi('Sello="" NoCertificado="" Certificado=""', rest)}`;
    const signed = documentOf(await sign(signing(xml)));
    const emptied = signed.replace(/(Sello|NoCertificado|Certificado)="[^"]+"/g, '$1=""');
    expect(emptied).toBe(xml);
  });

  it('gives signature, number, digest and the text', async () => {
    const output = await sign(signing(cfdi('Sello="" Serie="  A  B " Folio=""')));
    const text = documentOf(output, 'text');
    expect(text).toBe(`||4.0|A B|||${company.certificateNumber}||||||||`);
    expect(output.values).toEqual({
      signature: expect.stringMatching(/^[A-Za-z0-9+/]{342}==$/),
      certificateNumber: company.certificateNumber,
      textDigest: createHash('sha256').update(text).digest('hex'),
    });
    expect(output.problems).toEqual([]);
  });

  it('is the same bytes each time', async () => {
    const [first, second] = [await sign(signing(cfdi('Total="1"'))), await sign(signing(cfdi('Total="1"')))];
    expect(documentOf(first)).toBe(documentOf(second));
  });
});

describe('what must not sign is refused before signing', () => {
  const expired = withValidity(inDays(-100), inDays(-1));
  const future = withValidity(inDays(1), inDays(100));
  const of = (taxpayer: Parameters<typeof materialOf>[0]) => ({ csd: { csd: materialOf(taxpayer) } });
  const numbered = (number: string) => {
    const pem = makeTestCertificate({
      subject: { '2.5.4.45': company.rfc },
      number,
      from: inDays(-100),
      until: inDays(100),
      key: 'rsa',
    });
    return readKeyMaterial('csd', { form: 'pem', bytes: Buffer.from(pem) }, '');
  };
  const plain = cfdi('Total="1"');
  const cases: [string, Signing, string][] = [
    ['an expired certificate', signing(plain, of(expired)), 'CERTIFICATE_EXPIRED'],
    ['a certificate of the future', signing(plain, of(future)), 'CERTIFICATE_NOT_YET_VALID'],
    ["another taxpayer's certificate", signing(plain, { taxId: 'URE180429TM6' }), 'CERTIFICATE_OTHER_SUBJECT'],
    ['the representative is not the owner', signing(plain, { taxId: 'VADA800927DJ3' }), 'CERTIFICATE_OTHER_SUBJECT'],
    ['a part of the owner is not the owner', signing(plain, { taxId: 'EKU9003173C' }), 'CERTIFICATE_OTHER_SUBJECT'],
    ['nobody to compare with', signing(plain, { taxId: '' }), 'PARAMETER_ABSENT'],
    ['a secret that is not there', signing(plain, { csd: {} }), 'SECRET_MISSING'],
    [
      'a number that is not made of characters',
      signing(plain, { csd: { csd: numbered('1001') } }),
      'CERTIFICATE_NUMBER',
    ],
    ['not XML', signing('hello'), 'XML_MALFORMED'],
    ['a DOCTYPE', signing('<!DOCTYPE a><a/>'), 'XML_DOCTYPE'],
    ['another document', signing('<Comprobante xmlns="http://www.sat.gob.mx/cfd/3"/>'), 'SIGNATURE_PLACE'],
  ];
  it.each(cases)('%s', async (_, each, code) => expect(await codeOf(() => sign(each))).toBe(code));

  it("another taxpayer's certificate names the field of the business data", async () => {
    const thrown = await sign(signing(plain, { taxId: 'URE180429TM6' })).catch((error: unknown) => error);
    expect(problemsOf(thrown)[0]?.path).toBe('seller.taxId');
  });

  it("a person's certificate names its owner alone", async () => {
    const output = await sign(signing(plain, { ...of(person), taxId: 'CACX7605101P8' }));
    expect(output.values?.certificateNumber).toBe(person.certificateNumber);
  });

  it.each([
    [29, ['CERTIFICATE_EXPIRES_SOON']],
    [31, []],
  ])('with %i days left', async (days, codes) => {
    const output = await sign(signing(plain, of(withValidity(inDays(-1), inDays(days)))));
    expect(output.problems?.map(({ code, severity }) => [code, severity])).toEqual(
      codes.map((code) => [code, 'warning']),
    );
  });
});

describe('what an author can get wrong is reported while loading', () => {
  const description = 'root: A\nelements:\n  A:\n    - attributes: B\n';
  const step = (more: string): string => `profile: text\ntext: t.yaml\nkey: csd\nsignature: /A/@S\n${more}`;
  const cases: [string, string, string, string][] = [
    ['a prefix nobody declared', step('certificate: /x:A/@C\n'), description, 'PLACE_SYNTAX'],
    ['a path that is not one', step('certificate: /A//@C\n'), description, 'PLACE_SYNTAX'],
    ['a description that is not there', step(''), '', 'FILE_MISSING'],
    ['an unknown key', step(''), `${description}ends: "|"\n`, 'KEY_UNKNOWN'],
    ['a line of no kind', step(''), 'root: A\nelements:\n  A:\n    - attribute: B\n', 'TEXT_DESCRIPTION'],
    ['an element with an undeclared prefix', step(''), 'root: A\nelements:\n  x:A: []\n', 'TEXT_DESCRIPTION'],
    ['no root', step(''), 'elements:\n  A: []\n', 'TEXT_DESCRIPTION'],
    ['elements that are no list', step(''), 'root: A\nelements:\n  A: B\n', 'TEXT_DESCRIPTION'],
    ['an element described twice', step(''), `${description}include: [t.yaml]\n`, 'KEY_UNKNOWN'],
    ['a wrong path', step(''), 'root: A\nelements:\n  A:\n    - apply: a//b\n', 'TEXT_DESCRIPTION'],
    ['each without write', step(''), 'root: A\nelements:\n  A:\n    - each: a\n', 'TEXT_DESCRIPTION'],
    [
      'a condition of no kind',
      step(''),
      'root: A\nelements:\n  A:\n    - when: a\n      write: []\n',
      'TEXT_DESCRIPTION',
    ],
  ];
  it.each(cases)('%s', async (_, yaml, text, code) => {
    expect(await codeOf(() => prepared(signAction, yaml, text === '' ? {} : { 't.yaml': text }))).toBe(code);
  });

  it('the step of mx/cfdi is right', async () => {
    const bare = sealStep.replace(/subject:.*\n/, '');
    const output = await sign(signing(cfdi('Total="1"'), { step: bare, taxId: 'ANYBODY' }));
    expect(output.values?.certificateNumber).toBe(company.certificateNumber);
  });
});

describe('the examples of sign', () => {
  it.each(signAction.examples)('$title', async (example) => {
    const yaml = example.step.split('with:\n')[1]?.replace(/^ {2}/gm, '') ?? '';
    const output = await sign({
      xml: example.in?.document?.content ?? '',
      csd: { seal: materialOf(company) },
      at: now,
      step: yaml,
      files: example.files ?? {},
    });
    const expected = example.step.includes('profile: text') ? `||1|${company.certificateNumber}||` : /^<SignedInfo /;
    expect(documentOf(output, 'text')).toMatch(expected);
  });
});
