import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Pac, startPac } from '../../../sandbox/index.ts';
import { readXml, type XmlElement } from '../../../sandbox/read-xml.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { askStatus, callCancel, consulta, readStatus } from './cancelacion.ts';
import { issuer, sealedInvoice } from './invoice.ts';
import { call } from './post.ts';

const ALIVE = ['S - Comprobante obtenido satisfactoriamente.', 'Cancelable sin aceptación', 'Vigente', ''];
const INVALID = ['N - 601: La expresión impresa proporcionada no es válida.', '', 'No Encontrado', ''];
const UNKNOWN = ['N - 602: Comprobante no encontrado.', '', 'No Encontrado', ''];
let pac: Pac;
let uuid = '';
let fe = '';

beforeAll(async () => {
  pac = await startPac({ credentials: { username: 'user', password: 'secret' } });
  uuid = (await call(pac, 'stamp', sealedInvoice())).uuid ?? '';
  fe = pac.ledger[0]?.sello.slice(-8) ?? '';
});
afterAll(() => pac.close());

const expression = (changes: Readonly<Record<string, string>> = {}): string => {
  const members = { re: issuer.rfc, rr: 'ICV060329BY0', tt: '307.4', id: uuid, fe, ...changes };
  const written = Object.entries(members).filter(([, value]) => value !== '');
  return `?${written.map(([name, value]) => `${name}=${value}`).join('&')}`;
};

const questions: [string, () => string, string[]][] = [
  ['the whole expression', () => expression(), ALIVE],
  ['one without the Sello', () => expression({ fe: '' }), ALIVE],
  ['the total with zeros', () => expression({ tt: '0000307.400000' }), ALIVE],
  ['the UUID in small letters', () => expression({ id: uuid.toLowerCase() }), ALIVE],
  ['another order', () => expression().replace(/^\?(.*)&(id=.*)$/, '?$2&$1'), ALIVE],
  ['another total', () => expression({ tt: '307.41' }), INVALID],
  ['another Sello', () => expression({ fe: '12345678' }), INVALID],
  ['no total', () => expression({ tt: '' }), INVALID],
  ['something else', () => '?a=foo&b=bar', INVALID],
  ['another UUID', () => expression({ id: '00000000-0000-4000-8000-000000000001' }), UNKNOWN],
  ['another receiver', () => expression({ rr: 'XAXX010101000' }), UNKNOWN],
  ['an issuer with an ampersand', () => expression({ re: 'A&B010101AB1' }), UNKNOWN],
];

describe("SAT's ConsultaCFDIService", () => {
  test.each(questions)('%s', async (_name, asked, answer) => {
    expect(readStatus(await consulta(pac, asked()))).toEqual(answer);
  });

  test.skipIf(!hasArtefacts)('answers in the form of the sample (skipped without the artefacts)', async () => {
    const sample = readFileSync(artefact('mx/api/estado-cfdi/soap-response.xml'), 'utf8');
    const form = ({ namespace, name, children }: XmlElement): unknown => [namespace, name, children.map(form)];
    expect(form(readXml(await consulta(pac, expression())))).toEqual(form(readXml(sample)));
  });

  test('is at its own path only', async () => {
    const response = await fetch(`${pac.url}/ConsultaCFDIService.svc/other`, { method: 'POST' });
    expect(response.status).toBe(404);
  });
});

describe("Finkok's get_sat_status", () => {
  test('asks SAT', async () => {
    expect(await askStatus(pac, uuid)).toEqual(ALIVE);
    expect(await askStatus(pac, uuid, '1')).toEqual(INVALID);
    expect(await askStatus(pac, uuid, '307.40', 'XAXX010101000')).toEqual(UNKNOWN);
  });

  test('wants the password', async () => {
    const members = { password: 'guess', taxpayer_id: issuer.rfc, rtaxpayer_id: 'ICV060329BY0', uuid, total: '307.40' };
    const text = await (await callCancel(pac, 'get_sat_status', members)).text();
    expect(text).not.toContain('Vigente');
    expect(text).toContain('<s0:error>El usuario o contraseña son inválidos</s0:error>');
  });
});

test('the requests are counted by what they ask', () => {
  expect(new Set(pac.requests.map(({ operation }) => operation))).toEqual(new Set(['stamp', 'status']));
});
