import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTestAuthority, makeTestTaxpayer, type Pac, startPac, testSatAuthority } from '../../../sandbox/index.ts';
import { centralTime, type InvoiceParts, issuer, sealedInvoice } from './invoice.ts';
import { call, post, soapRequest } from './post.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const { privateKey } = issuer;
const another = { rfc: issuer.rfc, name: issuer.name, privateKey };
const revoked = makeTestTaxpayer(another);
let pac: Pac;

beforeAll(async () => {
  pac = await startPac({
    credentials: { username: 'user', password: 'secret' },
    authorities: [testSatAuthority().certificatePem],
    revoked: [revoked.certificateNumber],
    xsd: (xml) => (xml.includes('ClaveUnidad="WRONG"') ? ['ClaveUnidad: WRONG is not a unit'] : []),
  });
});
afterAll(() => pac.close());

const change =
  (from: string, to: string) =>
  (xml: string): string => {
    if (!xml.includes(from)) throw new Error(`The invoice has no ${from}`);
    return xml.replace(from, to);
  };

type Case = [name: string, code: string, parts: InvoiceParts, after?: (xml: string) => string];

const cases: Case[] = [
  ['XML cut off', '301', {}, (xml) => xml.slice(0, -20)],
  ['a DOCTYPE', '301', {}, change('<cfdi:Comprobante', '<!DOCTYPE x [<!ENTITY e "e">]><cfdi:Comprobante')],
  ['an undeclared entity', '301', {}, change('&amp;', '&nbsp;')],
  ['an undeclared prefix', '301', {}, change('<cfdi:Emisor', '<x:Emisor/><cfdi:Emisor')],
  ['a control character', '301', {}, change('Descripcion="Otro"', 'Descripcion="Ot\u0001ro"')],
  ['a reference to a control character', '301', {}, change('Descripcion="Otro"', 'Descripcion="Ot&#1;ro"')],
  [
    'another version',
    '301',
    {},
    (xml) => xml.replaceAll('http://www.sat.gob.mx/cfd/4"', 'http://www.sat.gob.mx/cfd/3"'),
  ],
  ['what the XSD refuses', '301', { before: change('ClaveUnidad="E48"', 'ClaveUnidad="WRONG"') }],
  ['no certificate', '301', {}, (xml) => xml.replace(/Certificado="M[^"]*"/, 'Certificado=""')],
  ['an amount that is none', '301', { before: change('Total="307.40"', 'Total="a lot"') }],
  ['an amount changed after sealing', '302', {}, change('Descripcion="Otro"', 'Descripcion="Otra"')],
  ['no Sello', '302', {}, (xml) => xml.replace(/Sello="[^"]*"/, 'Sello=""')],
  ["another's RFC", '303', { before: change('Rfc="EKU9003173C9"', 'Rfc="XIA190128J61"') }],
  ['a revoked certificate', '304', { taxpayer: revoked }],
  [
    'an expired certificate',
    '304',
    { taxpayer: makeTestTaxpayer({ ...another, notAfter: new Date(Date.now() - HOUR) }) },
  ],
  [
    'a Fecha before the certificate is valid',
    '305',
    { taxpayer: makeTestTaxpayer({ ...another, notBefore: new Date(Date.now() + 24 * HOUR) }) },
  ],
  ['an e.firma', '306', { taxpayer: makeTestTaxpayer({ ...another, kind: 'fiel' }) }],
  [
    "another authority's certificate",
    '308',
    {
      taxpayer: makeTestTaxpayer({ ...another, ca: makeTestAuthority({ subject: [['2.5.4.3', 'X']], keyType: 'ec' }) }),
    },
  ],
  ['a Fecha of 80 hours ago', '401', { fecha: centralTime(80 * HOUR) }],
  ['a Fecha of next year', '401', { fecha: centralTime(-YEAR / 2) }],
  ['a Fecha that is none', '401', { fecha: 'yesterday' }],
  [
    'a timbre already',
    '707',
    {
      tail: '<cfdi:Complemento><t:TimbreFiscalDigital xmlns:t="http://www.sat.gob.mx/TimbreFiscalDigital"/></cfdi:Complemento>',
    },
  ],
  ['another NoCertificado', '712', { before: change(issuer.certificateNumber, '30001000000500003416') }],
  ['a wrong SubTotal', 'CFDI40108', { before: change('SubTotal="300.00"', 'SubTotal="300.01"') }],
  ['a SubTotal in a Traslado', 'CFDI40109', { before: change('Comprobante="I"', 'Comprobante="T"') }],
  ['a wrong Descuento', 'CFDI40111', { before: change('Descuento="10.00" M', 'Descuento="9.99" M') }],
  ['a wrong Total', 'CFDI40119', { before: change('Total="307.40"', 'Total="307.39"') }],
  ['wrong withholdings', 'CFDI40203', { before: change('Retenidos="9.00"', 'Retenidos="8.00"') }],
  ['wrong taxes', 'CFDI40205', { before: change('Trasladados="26.40"', 'Trasladados="26.41"') }],
];

describe('a PAC refuses', () => {
  test.each(cases)('%s with %s', async (_name, code, parts, after = (xml) => xml) => {
    const before = pac.ledger.length;
    const told = await call(pac, 'stamp', after(sealedInvoice(parts)));
    expect(told).toMatchObject({ status: 200, code, uuid: undefined, document: '' });
    expect(pac.ledger.length).toBe(before);
  });

  test('a wrong password with 300, for both operations', async () => {
    expect((await call(pac, 'stamp', sealedInvoice(), 'guess')).code).toBe('300');
    expect((await call(pac, 'stamped', sealedInvoice(), 'guess')).code).toBe('300');
  });

  test('bytes that are not UTF-8 with 301', async () => {
    const latin1 = Buffer.from(sealedInvoice(), 'latin1');
    expect((await call(pac, 'stamp', latin1)).code).toBe('301');
  });

  test('a document that is not base64 with 705', async () => {
    const body = soapRequest('stamp', '').replace('<s:xml>', '<s:xml>&lt;cfdi:Comprobante/&gt;');
    expect(await (await post(pac, body)).text()).toContain('<s0:CodigoError>705<');
  });

  test('a complement that it does not know with a code of its own, neither stamped nor refused', async () => {
    const tail = '<cfdi:Complemento><d:Divisas xmlns:d="http://www.sat.gob.mx/divisas"/></cfdi:Complemento>';
    const withComplement = sealedInvoice().replace('</cfdi:Comprobante>', `${tail}</cfdi:Comprobante>`);
    expect(await call(pac, 'stamp', withComplement)).toMatchObject({ code: 'SANDBOX', uuid: undefined });
  });

  test('nothing on an error of its own: that is a SOAP Fault of the server', async () => {
    const broken = await startPac({
      xsd: () => {
        throw new Error('no schema');
      },
    });
    const response = await post(broken, soapRequest('stamp', sealedInvoice()));
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('senv:Server');
    expect(broken.ledger).toHaveLength(0);
    await broken.close();
  });

  test('with other codes when asked to', async () => {
    const own = await startPac({ codes: { certificateNumber: '303' } });
    const xml = sealedInvoice({ before: change(issuer.certificateNumber, '30001000000500003416') });
    expect((await call(own, 'stamp', xml)).code).toBe('303');
    await own.close();
  });
});

describe('a PAC takes', () => {
  const good: [string, InvoiceParts][] = [
    ['a Fecha of 71 hours ago', { fecha: centralTime(71 * HOUR) }],
    ["a Fecha in Cancún's zone", { fecha: centralTime(-HOUR) }],
    [
      'no decimals in yen',
      { before: (xml) => xml.replace('MXN" Total="307.40"', 'JPY" TipoCambio="1" Total="307.40"') },
    ],
  ];
  test.each(good)('%s', async (_name, parts) => {
    expect(await call(pac, 'stamp', sealedInvoice({ ...parts, folio: 'good' }))).toMatchObject({ code: undefined });
  });
});

describe('what is no request', () => {
  const faulty: [string, string][] = [
    ['not XML', 'stamp this'],
    ['no envelope', '<stamp/>'],
    ['another operation', soapRequest('cancel', 'x')],
    ['another namespace', soapRequest('stamp', 'x').replace('finkok.com/stamp', 'finkok.com/cancel')],
    ['no password', soapRequest('stamp', 'x').replace(/<s:password>.*<\/s:password>/, '')],
    ['a DOCTYPE', soapRequest('stamp', 'x').replace('<e:Envelope', '<!DOCTYPE e><e:Envelope')],
  ];
  test.each(faulty)('is answered with a SOAP Fault: %s', async (_name, body) => {
    const response = await post(pac, body);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('senv:Client');
  });

  test('is answered by HTTP: wrong type, method and path', async () => {
    expect((await post(pac, soapRequest('stamp', 'x'), 'application/json')).status).toBe(415);
    expect((await fetch(`${pac.url}/servicios/soap/stamp`)).status).toBe(405);
    expect((await fetch(`${pac.url}/elsewhere`, { method: 'POST' })).status).toBe(404);
  });
});
