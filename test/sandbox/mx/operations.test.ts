import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultName, type Pac, parseFault, sandboxes, startPac } from '../../../sandbox/index.ts';
import { callCancel, consulta, signedCancelacion } from './cancelacion.ts';
import { issuer, sealedInvoice } from './invoice.ts';
import { call } from './post.ts';

let pac: Pac;
let folio = 0;
beforeEach(async () => {
  pac = await startPac({ stampedAfter: 0 });
});
afterEach(() => pac.close());

const invoice = (): string => sealedInvoice({ folio: `O${++folio}` });

type Seen = { readonly status: number; readonly text: string } | 'no answer';

async function seen(asked: () => Promise<Response>): Promise<Seen> {
  try {
    const response = await asked();
    return { status: response.status, text: await response.text() };
  } catch {
    return 'no answer';
  }
}

function stampByRest(): Promise<Response> {
  return fetch(`${pac.url}/v4/cfdi33/stamp/v4`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pac.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ xml: Buffer.from(invoice()).toString('base64') }),
    signal: AbortSignal.timeout(500),
  });
}

async function cancel(): Promise<Response> {
  const { uuid = '' } = await call(pac, 'stamp', invoice());
  const xml = Buffer.from(signedCancelacion({ uuid })).toString('base64');
  return callCancel(pac, 'cancel_signature', { xml });
}

interface Expected {
  readonly done: boolean;
  readonly status?: number;
  readonly rest: RegExp;
  readonly cancel: RegExp;
}

/** Faults of an answer, as the two manners and another operation have them. */
const answers: Partial<Record<FaultName, Expected>> = {
  'http-500': { done: false, status: 500, rest: /Error/, cancel: /Error/ },
  'http-500-after-accept': { done: true, status: 500, rest: /Error/, cancel: /Error/ },
  '503-retry-after': { done: false, status: 503, rest: /Unavailable/, cancel: /Unavailable/ },
  '429': { done: false, status: 429, rest: /Many/, cancel: /Many/ },
  '401': { done: false, status: 401, rest: /Unauthorized/, cancel: /Unauthorized/ },
  'html-page': { done: false, status: 200, rest: /<html>/, cancel: /<html>/ },
  'wrong-password-incident': { done: false, rest: /"El token no/, cancel: /<s0:CodEstatus>300 - / },
  'truncated-xml': { done: true, status: 200, rest: /^\{"data".*[^}]$/s, cancel: /^<\?xml((?!senv:Envelope>).)*$/s },
  malformed: { done: true, status: 200, rest: /not XML/, cancel: /not XML/ },
  'success-without-uuid': {
    done: true,
    status: 200,
    rest: /^\{"data":\{\},"status":"success"\}$/,
    cancel: /<s0:Folios\/>/,
  },
  doctype: {
    done: true,
    status: 200,
    rest: /^<!DOCTYPE answer .*&e8;/,
    cancel: /<!DOCTYPE senv:Envelope .*&e8;<\/senv/s,
  },
};
const silent: FaultName[] = ['drop-before-accept', 'accept-then-no-answer', 'truncated', 'reset-connection'];

describe('a fault of the answer', () => {
  test.each(Object.entries(answers))('%s: stamping by REST', async (name, { done, status, rest }) => {
    await pac.setFault(parseFault(name));
    const answer = await seen(stampByRest);
    expect(answer).toMatchObject({ status: status ?? 401, text: expect.stringMatching(rest) });
    expect(pac.ledger.map(({ answered }) => answered)).toEqual(done ? [false] : []);
  });

  test.each(Object.entries(answers))('%s: cancelling by SOAP', async (name, { done, status, cancel: told }) => {
    await pac.setFault({ ...parseFault(name), on: 'cancel' });
    expect(await seen(cancel)).toMatchObject({ status: status ?? 200, text: expect.stringMatching(told) });
    expect(pac.cancellations).toHaveLength(done ? 1 : 0);
    expect(pac.ledger[0]?.answered).toBe(true);
  });

  test.each(silent)('%s: no answer', async (fault) => {
    await pac.setFault({ fault, requests: [1] });
    expect(await seen(stampByRest)).toBe('no answer');
    expect(pac.ledger).toHaveLength(fault.startsWith('accept') || fault === 'truncated' ? 1 : 0);
  });

  test('wrong-uuid: another than that of the document, or than the one that was cancelled', async () => {
    await pac.setFault('wrong-uuid');
    const { data }: { data: Record<'uuid' | 'cfdi', string> } = JSON.parse(await (await stampByRest()).text());
    await pac.setFault('cancel:wrong-uuid');
    expect(data.uuid).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    expect(data.cfdi).not.toContain(data.uuid);
    const told = await (await cancel()).text();
    expect(told).toContain('<s0:EstatusUUID>201<');
    expect(told).not.toContain(`<s0:UUID>${pac.cancellations[0]?.uuid}<`);
  });

  test('huge: JSON of more than 64 MiB, well-formed to its end', async () => {
    await pac.setFault('huge');
    const response = await fetch(`${pac.url}/v4/cfdi33/stamp/v4`, {
      method: 'POST',
      headers: { authorization: `Bearer ${pac.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ xml: Buffer.from(invoice()).toString('base64') }),
    });
    const text = await response.text();
    expect(text.length).toBeGreaterThan(64 << 20);
    expect(text.slice(-200)).toMatch(/"status":"success"\}$/);
    expect(text.slice(0, 14)).toBe('{"padding":"AA');
  });
});

describe('an operation', () => {
  test('is chosen by name, on the command line and in a plan', async () => {
    expect(parseFault('once:cancel:http-500')).toEqual({ fault: 'http-500', times: 1, on: 'cancel' });
    expect(parseFault('receiver-rejects')).toEqual({ fault: 'receiver-rejects' });
    for (const text of ['sing:http-500', 'once:twice:http-500']) expect(() => parseFault(text)).toThrow(TypeError);
    await pac.setFault('status:503-retry-after');
    expect((await call(pac, 'stamp', invoice())).status).toBe(200);
    expect(await seen(async () => new Response(await consulta(pac, '?id=1')))).toMatchObject({
      text: 'Service Unavailable',
    });
    await pac.setFault('receipt:429');
    const receipt = await callCancel(pac, 'get_receipt', { taxpayer_id: issuer.rfc, uuid: 'x', type: 'C' });
    expect(receipt.status).toBe(429);
    await pac.setFault('authenticate:hang-before-accept');
    const login = { method: 'POST', body: '{}', signal: AbortSignal.timeout(100) };
    expect(await seen(() => fetch(`${pac.url}/v2/security/authenticate`, login))).toBe('no answer');
  });
});

describe('the sandbox mx', () => {
  test('tells where its three are and with what they are used', async () => {
    const running = await sandboxes.mx?.start({ faults: [{ operation: 'status', fault: '404', times: 1 }] });
    const facts: Readonly<Record<string, string>> = running?.facts ?? {};
    expect(Object.keys(facts).sort()).toEqual(['password', 'restUrl', 'satUrl', 'token', 'url', 'user']);
    const headers = { 'content-type': 'text/xml' };
    expect((await fetch(facts.satUrl ?? '', { method: 'POST', headers, body: '<x/>' })).status).toBe(500);
    const live = `${facts.restUrl}/datawarehouse/v1/live?customid=none`;
    expect((await fetch(live, { headers: { authorization: `Bearer ${facts.token}` } })).status).toBe(200);
    await running?.close();
  });

  test('refuses a fault of an operation that it does not know', async () => {
    const faults = [{ operation: 'sing', fault: '404' }];
    await expect(sandboxes.mx?.start({ faults })).rejects.toThrow(/stamp, stamped, cancel, status, receipt/);
  });
});
