import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readLedger, startPac } from '../../../sandbox/index.ts';
import { sealedInvoice } from './invoice.ts';
import { call } from './post.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the same document again', () => {
  test('is a duplicate, which brings the first stamp along once it can be found', async () => {
    let now = new Date();
    const pac = await startPac({ clock: () => now, stampedAfter: 4000 });
    const invoice = sealedInvoice();
    expect((await call(pac, 'stamped', invoice)).code).toBe('603');
    const first = await call(pac, 'stamp', invoice);
    now = new Date(now.getTime() + 3999);
    expect(await call(pac, 'stamp', invoice)).toMatchObject({ code: '307', uuid: undefined, document: '' });
    expect(await call(pac, 'stamped', invoice)).toMatchObject({ code: '603', uuid: undefined });
    now = new Date(now.getTime() + 1);
    const again = await call(pac, 'stamp', invoice);
    expect(again).toMatchObject({ code: '307', uuid: first.uuid, document: first.document });
    expect(again.codEstatus).toBe('Comprobante timbrado previamente');
    const found = await call(pac, 'stamped', invoice);
    expect(found).toMatchObject({ code: undefined, uuid: first.uuid, document: first.document });
    expect(pac.ledger).toHaveLength(1);
    expect(pac.requests.map(({ operation, code }) => `${operation} ${code ?? 'ok'}`)).toEqual([
      'stamped 603',
      'stamp ok',
      'stamp 307',
      'stamped 603',
      'stamp 307',
      'stamped ok',
    ]);
    await pac.close();
  });

  test('is another fiscal document where every post is stamped; stamped finds the first', async () => {
    const pac = await startPac({ kind: 'stamps-every-post', stampedAfter: 0 });
    const invoice = sealedInvoice();
    const uuids = [(await call(pac, 'stamp', invoice)).uuid, (await call(pac, 'stamp', invoice)).uuid];
    expect(new Set(uuids).size).toBe(2);
    expect(pac.ledger.map(({ uuid }) => uuid)).toEqual(uuids);
    expect(new Set(pac.ledger.map(({ sha256 }) => sha256)).size).toBe(1);
    expect((await call(pac, 'stamped', invoice)).uuid).toBe(uuids[0]);
    await pac.close();
  });
});

describe('a ledger in a file', () => {
  test('tells another process what was stamped and what was answered', async () => {
    const ledgerFile = join(folder, 'a.jsonl');
    const pac = await startPac({ ledgerFile, fault: { fault: 'accept-then-no-answer', requests: [2] } });
    await call(pac, 'stamp', sealedInvoice({ folio: '1' }));
    await expect(call(pac, 'stamp', sealedInvoice({ folio: '2' }))).rejects.toThrow();
    expect(readLedger(ledgerFile)).toEqual(pac.ledger);
    expect(pac.ledger.map(({ answered }) => answered)).toEqual([true, false]);
    await pac.close();
  });

  test('survives a new start and a torn last line', async () => {
    const ledgerFile = join(folder, 'b.jsonl');
    const before = await startPac({ ledgerFile });
    const { uuid } = await call(before, 'stamp', sealedInvoice({ folio: '1' }));
    await before.close();
    appendFileSync(ledgerFile, '{"stamped":{"uuid":"torn');
    const after = await startPac({ ledgerFile, stampedAfter: 0 });
    expect(await call(after, 'stamp', sealedInvoice({ folio: '2' }))).toMatchObject({ code: undefined });
    expect(after.ledger.map((entry) => entry.uuid)).toContain(uuid);
    expect(readLedger(ledgerFile)).toEqual(after.ledger);
    expect(readFileSync(ledgerFile, 'utf8')).not.toContain('secret');
    await after.close();
  });
});
