import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import type { Store } from '../../../engine/store.ts';
import { Authority, invoice, testClock, testFeature, testPorts } from './world.ts';

function world() {
  const clock = testClock();
  const authority = new Authority('stamps-every-post', () => clock.now().getTime());
  const feature = testFeature({});
  const { issue: pipeline } = feature.pipelines;
  const ports = testPorts(feature, authority, clock);
  const submitTo =
    (store: Store) =>
    (key: string, number = 'A-1', context: Record<string, string> = {}) =>
      createEngine({ ...ports, store }).submit({ feature, pipeline, context, data: invoice(number), key });
  const engine = createEngine(ports);
  const again = (key: string) =>
    engine.submit({ feature, pipeline, context: {}, data: invoice('A-1'), key, unlessHandled: true });
  return { authority, ports, engine, submitTo, again, submit: submitTo(ports.store) };
}

describe('an idempotency key', () => {
  it('is one run, however often and however many at once submit under it', async () => {
    const { submit, ports } = world();
    const runs = await Promise.all(Array.from({ length: 20 }, () => submit('k-1')));
    expect(new Set(runs).size).toBe(1);
    expect(await submit('k-1')).toBe(runs[0]);
    expect(await filesIn(ports.store, 'open/')).toEqual([`open/${runs[0]}`]);
  });

  it('answers with the run when that is finished, too', async () => {
    const { submit, engine, authority } = world();
    const run = await submit('k-1');
    await engine.advance(run, { patience: 600_000 });
    expect(await submit('k-1')).toBe(run);
    expect((await engine.advance(run)).state).toBe('completed');
    expect(authority.accepted).toHaveLength(1);
  });

  it('is the same run whatever trace a repetition came with; the first is told', async () => {
    const { ports } = world();
    const feature = testFeature({});
    const traced: unknown[] = [];
    const engine = createEngine({ ...ports, observe: (event) => event.type === 'traced' && traced.push(event.trace) });
    const under = (trace: string) =>
      engine.submit({ feature, pipeline: feature.pipelines.issue, context: {}, data: invoice('A-1'), key: 'k', trace });
    const run = await under('first');
    expect(await under('second')).toBe(run);
    await engine.advance(run, { patience: 600_000 });
    expect(new Set(traced)).toEqual(new Set(['first']));
  });

  it.each([
    ['other business data', 'A-2', {}],
    ['another context', 'A-1', { channel: 'till' }],
  ])('refuses %s, and names the first run', async (_, number, context) => {
    const { submit } = world();
    const run = await submit('k-1');
    await expect(submit('k-1', number, context)).rejects.toMatchObject({ code: 'KEY_REUSED' });
    await expect(submit('k-1', number, context)).rejects.toThrow(run);
  });

  it('names no run that nobody recorded', async () => {
    const { submitTo, submit, ports } = world();
    const writes = await countWrites();
    let claimed = 0;
    for (let survived = 0; survived < writes; survived++) {
      const key = `k-${survived}`;
      await expect(submitTo(dyingAfter(ports.store, survived))(key, `A-${survived}`)).rejects.toThrow('died');
      const other = submit(key, 'B-1').catch((thrown: unknown) => thrown);
      if (typeof (await other) === 'string') continue;
      claimed += 1;
      expect(await other).toMatchObject({
        code: 'KEY_REUSED',
        problems: [expect.not.objectContaining({ run: expect.anything() })],
      });
      const first = await submit(key, `A-${survived}`);
      await expect(submit(key, 'B-1')).rejects.toMatchObject({ code: 'KEY_REUSED', problems: [{ run: first }] });
    }
    expect(claimed).toBeGreaterThan(0);
  });

  it('of another submission of the same fiscal document is refused where that is asked for', async () => {
    const { submit, again, engine } = world();
    const run = await submit('k-1');
    await engine.advance(run, { patience: 600_000 });
    expect(await again('k-1')).toBe(run);
    await expect(again('k-2')).rejects.toMatchObject({ code: 'IDENTITY_CLAIMED', problems: [{ run }] });
  });

  it('of one legal entity is not that of another', async () => {
    const { submit } = world();
    expect(await submit('k-1', 'A-1', { legalEntity: 'acme' })).not.toBe(
      await submit('k-1', 'A-1', { legalEntity: 'bolt' }),
    );
  });

  it('loses nothing, wherever the process of the first submission dies', async () => {
    const writes = await countWrites();
    for (let survived = 0; survived < writes; survived++) {
      const { submitTo, submit, ports, engine, authority } = world();
      await expect(submitTo(dyingAfter(ports.store, survived))('k-1')).rejects.toThrow('died');
      const run = await submit('k-1');
      expect((await engine.advance(run, { patience: 600_000 })).outcome).toBe('accepted');
      expect(authority.accepted).toHaveLength(1);
    }
    expect(writes).toBeGreaterThan(3);
  });
});

/** A store whose process dies at the write after so many. */
function dyingAfter(store: Store, writes: number): Store {
  let left = writes;
  return {
    ...store,
    create: async (path, bytes) => {
      if (left-- <= 0) throw new Error('died');
      return store.create(path, bytes);
    },
  };
}

async function countWrites(): Promise<number> {
  const { submitTo, ports } = world();
  let writes = 0;
  const counting: Store = {
    ...ports.store,
    create: (path, bytes) => {
      writes += 1;
      return ports.store.create(path, bytes);
    },
  };
  await submitTo(counting)('k-1');
  return writes;
}
