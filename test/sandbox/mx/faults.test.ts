import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FaultName, faults, type Pac, parseFault, startPac } from '../../../sandbox/index.ts';
import { scheduleFaults } from '../../../sandbox/mx/fault-plan.ts';
import { sealedInvoice } from './invoice.ts';
import { call, post, soapRequest, type Told } from './post.ts';

let pac: Pac;
beforeEach(async () => {
  pac = await startPac({ stampedAfter: 0 });
});
afterEach(() => pac.close());

let folio = 0;
const invoice = (): string => sealedInvoice({ folio: `F${++folio}` });

interface Seen {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

async function see(operation: string, document: string): Promise<Seen | 'no answer'> {
  try {
    const response = await post(pac, soapRequest(operation, document));
    return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
  } catch {
    return 'no answer';
  }
}

interface Expected {
  readonly stamped: boolean;
  readonly answer: 'no answer' | { status: number; retryAfter?: string; text?: RegExp };
}

/** What receivers do is in cancel.test.ts. */
type Elsewhere = 'huge' | 'slow' | 'receiver-accepts' | 'receiver-rejects' | 'receiver-is-silent';

const table: Record<Exclude<FaultName, Elsewhere>, Expected> = {
  'refuse-connection': { stamped: false, answer: 'no answer' },
  'reset-connection': { stamped: false, answer: 'no answer' },
  'drop-before-accept': { stamped: false, answer: 'no answer' },
  'hang-before-accept': { stamped: false, answer: 'no answer' },
  'accept-then-no-answer': { stamped: true, answer: 'no answer' },
  'accept-then-hang': { stamped: true, answer: 'no answer' },
  'http-500': { stamped: false, answer: { status: 500 } },
  'http-500-after-accept': { stamped: true, answer: { status: 500 } },
  '503-retry-after': { stamped: false, answer: { status: 503, retryAfter: '1' } },
  '429': { stamped: false, answer: { status: 429, retryAfter: '1' } },
  '401': { stamped: false, answer: { status: 401 } },
  '404': { stamped: false, answer: { status: 404 } },
  'html-page': { stamped: false, answer: { status: 200, text: /<html>/ } },
  'wrong-password-incident': { stamped: false, answer: { status: 200, text: /<s0:CodigoError>300</ } },
  'stamped-before': { stamped: true, answer: { status: 200, text: /<s0:CodigoError>307</ } },
  truncated: { stamped: true, answer: 'no answer' },
  'truncated-xml': { stamped: true, answer: { status: 200, text: /^<\?xml((?!senv:Envelope>)[\s\S])*$/ } },
  malformed: { stamped: true, answer: { status: 200, text: /not XML/ } },
  'wrong-uuid': { stamped: true, answer: { status: 200, text: /<s0:UUID>/ } },
  'success-without-uuid': {
    stamped: true,
    answer: { status: 200, text: /<s0:xml\/><s0:CodEstatus>.*satisfactoriamente/ },
  },
  doctype: { stamped: true, answer: { status: 200, text: /<!DOCTYPE.*<s0:xml>&e8;/ } },
};

describe('a fault', () => {
  test.each(Object.entries(table))('%s', async (name, { stamped, answer }) => {
    await pac.setFault(parseFault(name));
    const seen = await see('stamp', invoice());
    if (answer === 'no answer') expect(seen).toBe('no answer');
    else {
      expect(seen).toMatchObject({ status: answer.status, retryAfter: answer.retryAfter ?? null });
      if (answer.text && seen !== 'no answer') expect(seen.text).toMatch(answer.text);
    }
    expect(pac.ledger.map(({ answered }) => answered)).toEqual(stamped ? [false] : []);
    await pac.setFault();
    expect(await call(pac, 'stamp', invoice())).toMatchObject({ status: 200, code: undefined });
  });

  test('slow', async () => {
    await pac.setFault({ fault: 'slow', delay: 150 });
    const start = performance.now();
    expect(await call(pac, 'stamp', invoice())).toMatchObject({ code: undefined });
    expect(performance.now() - start).toBeGreaterThan(140);
    expect(pac.ledger[0]?.answered).toBe(true);
  });

  test('huge: more than 64 MiB, and it stops when the reader goes away', async () => {
    await pac.setFault('huge');
    const response = await fetch(`${pac.url}/servicios/soap/stamp`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: soapRequest('stamp', invoice()),
    });
    let length = 0;
    for await (const chunk of response.body ?? []) {
      length += chunk.length;
      if (length > 64 << 20) break;
    }
    expect(length).toBeGreaterThan(64 << 20);
    expect(pac.ledger).toHaveLength(1);
  });

  test("wrong-uuid differs from the document's", async () => {
    await pac.setFault('wrong-uuid');
    const { uuid, document } = await call(pac, 'stamp', invoice());
    expect(uuid).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    expect(document).not.toContain(`UUID="${uuid}"`);
  });

  test('is in the table above or in a test of its own', () => {
    const elsewhere: Elsewhere[] = ['huge', 'slow', 'receiver-accepts', 'receiver-rejects', 'receiver-is-silent'];
    expect(Object.keys(faults).sort()).toEqual([...Object.keys(table), ...elsewhere].sort());
    for (const { summary } of Object.values(faults)) expect(summary).toMatch(/^\S[^\n]{10,100}$/);
  });
});

describe('a plan', () => {
  test('once', async () => {
    await pac.setFault('once:http-500');
    expect(await see('stamp', invoice())).toMatchObject({ status: 500 });
    expect(await see('stamp', invoice())).toMatchObject({ status: 200 });
  });

  test('for stamped only', async () => {
    await pac.setFault('stamped:503-retry-after');
    const document = invoice();
    expect(await see('stamp', document)).toMatchObject({ status: 200 });
    expect(await see('stamped', document)).toMatchObject({ status: 503 });
  });

  test('for some connections', async () => {
    await pac.setFault({ fault: 'reset-connection', requests: [2] });
    const seen = [await see('stamp', invoice()), await see('stamp', invoice()), await see('stamp', invoice())];
    expect(seen.map((answer) => answer === 'no answer')).toEqual([false, true, false]);
  });

  test('several: the first that applies strikes; the rest is honest', async () => {
    await pac.setFault([
      { fault: 'http-500', requests: [1] },
      { fault: '429', on: 'both', times: 1 },
    ]);
    const document = invoice();
    const statuses: (number | undefined)[] = [];
    for (const operation of ['stamp', 'stamped', 'stamp']) {
      const seen = await see(operation, document);
      statuses.push(seen === 'no answer' ? undefined : seen.status);
    }
    expect(statuses).toEqual([500, 429, 200]);
  });

  test('with a probability draws the same for the same seed', () => {
    const draw = (seed: number): boolean[] => {
      const schedule = scheduleFaults([{ fault: 'http-500', probability: 0.3 }], seed);
      return Array.from({ length: 1000 }, () => schedule.next('stamp') !== undefined);
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    expect(draw(7).filter(Boolean).length).toBeGreaterThan(250);
    expect(draw(7).filter(Boolean).length).toBeLessThan(350);
  });

  test.each(['nothing', 'twice:http-500', 'http-500:once', ''])('"%s" is no fault', (text) => {
    expect(() => parseFault(text)).toThrow(TypeError);
  });
});

describe('a fault and the ledger', () => {
  test('what was stamped without an answer is found by asking', async () => {
    await pac.setFault('once:accept-then-no-answer');
    const document = invoice();
    expect(await see('stamp', document)).toBe('no answer');
    const found: Told = await call(pac, 'stamped', document);
    expect(found.uuid).toBe(pac.ledger[0]?.uuid);
    expect(pac.ledger[0]?.answered).toBe(true);
    expect(pac.requests.map(({ fault }) => fault)).toEqual(['accept-then-no-answer', undefined]);
  });

  test('a hung request does not keep the PAC from closing', async () => {
    const own = await startPac({ fault: 'accept-then-hang' });
    const hung = post(own, soapRequest('stamp', invoice())).catch(() => 'no answer');
    await expect.poll(() => own.ledger.length).toBe(1);
    await own.close();
    expect(await hung).toBe('no answer');
  });
});
