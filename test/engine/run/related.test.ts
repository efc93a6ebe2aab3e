import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { patience, world } from './stamping.ts';
import { get, invoice, testFeature } from './world.ts';

describe('a related submission', () => {
  const cancelling = () => {
    const here = world([], 'stamps-every-post');
    const base = testFeature();
    const issue = base.pipelines.issue;
    const steps = issue.steps.filter(({ id }) => id !== 'numbered');
    const values = { id: get('original.values.id'), number: get('original.invoice.number') };
    const cancel = {
      ...issue,
      name: 'cancel',
      identity: [get('original.values.id')],
      cancels: true,
      steps,
      result: { documents: {}, values },
    };
    const feature = { ...base, pipelines: { ...base.pipelines, cancel } };
    const ports = { ...here.ports, compile: () => feature };
    const engine = createEngine(ports);
    const issueOne = async () =>
      engine.advance(await engine.submit({ feature, pipeline: issue, context: {}, data: invoice('A-1') }), {
        patience,
      });
    const cancelOne = async (original: string) =>
      engine.advance(await engine.submit({ feature, pipeline: cancel, context: {}, data: invoice('C-1'), original }), {
        patience,
      });
    return { ...here, engine, issueOne, cancelOne };
  };

  it('sees what its original issued and from which business data', async () => {
    const { issueOne, cancelOne } = cancelling();
    const original = await issueOne();
    expect(await cancelOne(original.run)).toMatchObject({ state: 'completed', values: { id: 'id-1', number: 'A-1' } });
  });

  it('frees the identity of its original when it is accepted, and not when it is refused', async () => {
    const { authority, issueOne, cancelOne } = cancelling();
    const original = await issueOne();
    authority.faults.push('refuse');
    expect(await cancelOne(original.run)).toMatchObject({ outcome: 'refused' });
    expect(await issueOne()).toMatchObject({ state: 'cancelled', sameAs: original.run });
    expect(await cancelOne(original.run)).toMatchObject({ outcome: 'accepted' });
    expect(await issueOne()).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('frees it as well when it is a replay that is accepted', async () => {
    const { authority, clock, engine, issueOne, cancelOne } = cancelling();
    const original = await issueOne();
    authority.faults.push('refuse');
    const refused = await cancelOne(original.run);
    await clock.sleep(60_000);
    const again = await engine.replay(refused.run, 'stamped');
    expect(await engine.advance(again, { patience })).toMatchObject({ outcome: 'accepted', original: original.run });
    expect(await issueOne()).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect((await engine.later(original.run)).map(({ run }) => run)).toEqual([refused.run, again]);
  });

  it('needs an original that was accepted', async () => {
    const { authority, issueOne, cancelOne } = cancelling();
    authority.faults.push('refuse');
    const refused = await issueOne();
    await expect(cancelOne(refused.run)).rejects.toMatchObject({ code: 'ORIGINAL_NOT_ACCEPTED' });
    await expect(cancelOne('20260101T000000-0000000000000000')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  });
});
