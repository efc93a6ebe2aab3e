import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTestTaxpayer, type Pac, readCancellations, startPac } from '../../../sandbox/index.ts';
import { readXml } from '../../../sandbox/read-xml.ts';
import { askStatus, type CancelacionParts, callCancel, cancelSigned, signedCancelacion } from './cancelacion.ts';
import { issuer, sealedInvoice } from './invoice.ts';
import { sealedPayment } from './payment.ts';
import { call } from './post.ts';

const HOUR = 3_600_000;
const UNKNOWN = '00000000-0000-4000-8000-000000000001';
const other = makeTestTaxpayer({ rfc: 'XIA190128J61', name: 'XENON', privateKey: issuer.privateKey });
let now = new Date();
let pac: Pac;
let folio = 0;

beforeAll(async () => {
  pac = await startPac({ clock: () => now, credentials: { username: 'user', password: 'secret' } });
});
afterAll(() => pac.close());

/** Stamps an invoice, ten times the sample's amounts if `dear`, and gives its UUID. */
async function stamped({ dear = false, related = '', at = pac } = {}): Promise<string> {
  const before = (xml: string): string => {
    const relation = related && `<cfdi:CfdiRelacionados ${related}</cfdi:CfdiRelacionados>`;
    const linked = xml.replace('<cfdi:Emisor', `${relation}<cfdi:Emisor`);
    return dear ? linked.replace(/="(\d+\.\d\d)"/g, (_, amount) => `="${(Number(amount) * 10).toFixed(2)}"`) : linked;
  };
  const { uuid, code } = await call(at, 'stamp', sealedInvoice({ folio: `C${++folio}`, before }));
  return uuid ?? `refused with ${code}`;
}

const relatedTo = (uuid: string, type: string): string =>
  `TipoRelacion="${type}"><cfdi:CfdiRelacionado UUID="${uuid}"/>`;

const estatus = async (parts: CancelacionParts): Promise<string | undefined> =>
  (await cancelSigned(pac, signedCancelacion(parts))).folios[0]?.[1];

describe('a signed request to cancel', () => {
  test('is taken, tells so with a receipt, and is in the ledger', async () => {
    const uuid = await stamped();
    expect(await askStatus(pac, uuid)).toEqual([
      'S - Comprobante obtenido satisfactoriamente.',
      'Cancelable sin aceptación',
      'Vigente',
      '',
    ]);
    const told = await cancelSigned(pac, signedCancelacion({ uuid: uuid.toLowerCase() }));
    expect(told).toMatchObject({ folios: [[uuid, '201']], rfcEmisor: issuer.rfc, codEstatus: undefined });
    expect(pac.cancellations.at(-1)).toMatchObject({ uuid, motivo: '02', acceptance: 'none', acuse: told.acuse });
    expect((await askStatus(pac, uuid)).slice(2)).toEqual(['Cancelado', 'Cancelado sin aceptación']);
  });

  test('is answered with 202 when it comes again', async () => {
    const uuid = await stamped();
    expect(await estatus({ uuid })).toBe('201');
    expect(await estatus({ uuid, motivo: '03' })).toBe('202');
    expect(pac.cancellations.filter((entry) => entry.uuid === uuid)).toHaveLength(1);
  });

  test('takes 01 with a living substitute that relates with 04, which does not stand in the way', async () => {
    const uuid = await stamped();
    const folioSustitucion = await stamped({ related: relatedTo(uuid, '04') });
    expect(await estatus({ uuid, motivo: '01', folioSustitucion })).toBe('201');
    expect(pac.cancellations.at(-1)).toMatchObject({ uuid, motivo: '01', folioSustitucion });
  });

  test('takes an empty FolioSustitucion for none', async () => {
    expect(await estatus({ uuid: await stamped(), motivo: '03', folioSustitucion: '' })).toBe('201');
  });

  test('with several folios is answered for each', async () => {
    const [one, two] = [await stamped(), await stamped()];
    const more = `<Folio UUID="${two}" Motivo="04"/><Folio UUID="${UNKNOWN}" Motivo="02"/></Folios>`;
    const before = (xml: string): string => xml.replace('</Folios>', more);
    const { folios } = await cancelSigned(pac, signedCancelacion({ uuid: one, before }));
    expect(folios).toEqual([
      [one, '201'],
      [two, '201'],
      [UNKNOWN, '205'],
    ]);
  });

  test('leaves a receipt that holds by its own digest, and that get_receipt finds', async () => {
    const uuid = await stamped();
    const { acuse } = await cancelSigned(pac, signedCancelacion({ uuid }));
    const digest = createHash('sha512')
      .update(acuse.replace(/<Signature.*<\/Signature>/, ''))
      .digest('base64');
    expect(acuse).toContain(`<DigestValue>${digest}</DigestValue>`);
    expect(acuse).toContain(`<UUID>${uuid}</UUID><EstatusUUID>201</EstatusUUID>`);
    const ask = async (type: string): Promise<Record<string, string>> => {
      const members = { taxpayer_id: issuer.rfc, uuid, type };
      const text = await (await callCancel(pac, 'get_receipt', members)).text();
      const result = readXml(text).children[0]?.children[0]?.children[0]?.children ?? [];
      return Object.fromEntries(result.map((member) => [member.name, member.text]));
    };
    expect(await ask('C')).toMatchObject({ success: 'true', uuid, receipt: acuse, taxpayer_id: issuer.rfc });
    expect(await ask('R')).toMatchObject({ success: 'false' });
  });
});

describe('SAT does not take', () => {
  test('what it does not know, or not yet', async () => {
    expect(await estatus({ uuid: UNKNOWN })).toBe('205');
    const late = await startPac({ clock: () => now, satKnowsAfter: HOUR });
    const uuid = await stamped({ at: late });
    const cancel = async () => (await cancelSigned(late, signedCancelacion({ uuid }))).folios;
    expect(await cancel()).toEqual([[uuid, '205']]);
    expect(await askStatus(late, uuid)).toEqual(['N - 602: Comprobante no encontrado.', '', 'No Encontrado', '']);
    now = new Date(now.getTime() + HOUR);
    expect(await cancel()).toEqual([[uuid, '201']]);
    await late.close();
  });

  test("another's document", async () => {
    expect(await estatus({ uuid: await stamped(), taxpayer: other })).toBe('203');
  });

  const motives: [string, string, (uuid: string) => Promise<Omit<CancelacionParts, 'uuid'>>][] = [
    ['no motive', '207', async () => ({ motivo: '' })],
    ['motive 05', '207', async () => ({ motivo: '05' })],
    ['01 without a substitute', '208', async () => ({ motivo: '01' })],
    ['01 with itself', '208', async (uuid) => ({ motivo: '01', folioSustitucion: uuid })],
    ['01 with an unknown one', '208', async () => ({ motivo: '01', folioSustitucion: UNKNOWN })],
    ['01 with one that does not relate', '212', async () => ({ motivo: '01', folioSustitucion: await stamped() })],
    ['02 with a substitute', '209', async () => ({ folioSustitucion: await stamped() })],
  ];
  test.each(motives)('%s: %s', async (_name, code, parts) => {
    const uuid = await stamped();
    expect(await estatus({ uuid, ...(await parts(uuid)) })).toBe(code);
    expect((await askStatus(pac, uuid))[2]).toBe('Vigente');
  });

  test('01 with a substitute that is cancelled', async () => {
    const uuid = await stamped();
    const folioSustitucion = await stamped({ related: relatedTo(uuid, '04') });
    expect(await estatus({ uuid: folioSustitucion })).toBe('201');
    expect(await estatus({ uuid, motivo: '01', folioSustitucion })).toBe('208');
  });

  test('what a living document builds on', async () => {
    const uuid = await stamped();
    const note = await stamped({ related: relatedTo(uuid.toLowerCase(), '01') });
    expect((await askStatus(pac, uuid))[1]).toBe('No cancelable');
    expect(await estatus({ uuid })).toBe('no_cancelable');
    expect(await estatus({ uuid: note })).toBe('201');
    expect(await estatus({ uuid })).toBe('201');
  });
});

describe('the receiver', () => {
  beforeEach(() => {
    now = new Date();
  });

  const ways = [
    ['accepts', 60_000, 'Cancelado', 'Cancelado con aceptación', '202'],
    ['rejects', 60_000, 'Vigente', 'Solicitud rechazada', '201'],
    ['expires', 72 * HOUR, 'Cancelado', 'Plazo vencido', '202'],
  ] as const;

  test.each(ways)('%s after %i ms: %s', async (acceptance, after, estado, word, again) => {
    const own = await startPac({ clock: () => now, acceptance });
    const uuid = await stamped({ dear: true, at: own });
    const cancel = async () => (await cancelSigned(own, signedCancelacion({ uuid }))).folios[0]?.[1];
    const ask = async () => (await askStatus(own, uuid, '3074.00')).slice(1);
    expect(await ask()).toEqual(['Cancelable con aceptación', 'Vigente', '']);
    expect(await cancel()).toBe('201');
    expect(await ask()).toEqual(['Cancelable con aceptación', 'Vigente', 'En proceso']);
    expect(await cancel()).toBe('202');
    now = new Date(now.getTime() + after - 1);
    expect((await ask())[2]).toBe('En proceso');
    now = new Date(now.getTime() + 1);
    expect(await ask()).toEqual(['Cancelable con aceptación', estado, word]);
    expect(await cancel()).toBe(again);
    await own.close();
  });

  test('is asked for a payment, though its total is zero', async () => {
    const own = await startPac({ clock: () => now, acceptance: 'accepts' });
    const { uuid = '' } = await call(own, 'stamp', sealedPayment());
    expect((await askStatus(own, uuid, '0'))[1]).toBe('Cancelable con aceptación');
    await cancelSigned(own, signedCancelacion({ uuid }));
    expect((await askStatus(own, uuid, '0'))[3]).toBe('En proceso');
    await own.close();
  });

  test('is not asked for less than 1,000 pesos', async () => {
    const own = await startPac({ clock: () => now, acceptance: 'rejects' });
    const uuid = await stamped({ at: own });
    expect((await askStatus(own, uuid))[1]).toBe('Cancelable sin aceptación');
    await cancelSigned(own, signedCancelacion({ uuid }));
    expect((await askStatus(own, uuid))[3]).toBe('Cancelado sin aceptación');
    await own.close();
  });

  const faults = [
    ['receiver-accepts', 'Cancelado con aceptación'],
    ['receiver-rejects', 'Solicitud rechazada'],
    ['receiver-is-silent', 'Plazo vencido'],
  ] as const;
  test.each(faults)('%s on demand', async (fault, word) => {
    await pac.setFault({ fault, delay: 5000 });
    const uuid = await stamped({ dear: true });
    expect(await estatus({ uuid })).toBe('201');
    await pac.setFault();
    expect((await askStatus(pac, uuid, '3074.00'))[3]).toBe('En proceso');
    now = new Date(now.getTime() + 5000);
    expect((await askStatus(pac, uuid, '3074.00'))[3]).toBe(word);
  });
});

describe('the ledger in a file', () => {
  test('keeps what was cancelled, for other processes and the next start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const ledgerFile = join(folder, 'mx.jsonl');
    const before = await startPac({ clock: () => now, ledgerFile });
    const uuid = await stamped({ at: before });
    await cancelSigned(before, signedCancelacion({ uuid }));
    await before.close();
    expect(readCancellations(ledgerFile)).toEqual(before.cancellations);
    const after = await startPac({ clock: () => now, ledgerFile });
    expect((await askStatus(after, uuid))[2]).toBe('Cancelado');
    await after.close();
    rmSync(folder, { recursive: true });
  });
});
