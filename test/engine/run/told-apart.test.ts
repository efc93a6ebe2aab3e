import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { Pipeline } from '../../../engine/feature.ts';
import { patience } from './stamping.ts';
import { encode } from './text.ts';
import { Authority, type Fault, get, testClock, testFeature, testPorts } from './world.ts';

/** Invoices by number alone, as they were claimed before, and by number and scheme; the authority takes whatever comes. */
function world(faults: Fault[] = []) {
  const clock = testClock();
  const authority = new Authority('stamps-every-post', () => clock.now().getTime(), faults);
  const feature = testFeature();
  const before = feature.pipelines.issue;
  const now: Pipeline = { ...before, toldApartBy: [get('invoice.scheme')] };
  const later: Pipeline = { ...before, toldApartBy: [get('invoice.scheme'), get('invoice.branch')] };
  const ports = testPorts(feature, authority, clock);
  const run = async (pipeline: Pipeline, scheme: string, branch = '1', unlessHandled = false) => {
    const compiled = { ...feature, pipelines: { issue: pipeline } };
    const engine = createEngine({ ...ports, compile: () => compiled });
    const data = encode(JSON.stringify({ number: 'A-1', scheme, branch }));
    const id = await engine.submit({ feature: compiled, pipeline, context: {}, data, unlessHandled });
    return engine.advance(id, { patience });
  };
  return { authority, before, now, later, run };
}

const accepted = { state: 'completed', outcome: 'accepted' };
const sameAs = (run: string) => ({ state: 'cancelled', sameAs: run, problems: [{ code: 'IDENTITY_CLAIMED' }] });

describe('documents of one identity that are told apart', () => {
  it('are two, and each is one', async () => {
    const { now, run, authority } = world();
    const [one, other] = [await run(now, '0088'), await run(now, '0192')];
    expect([one, other]).toMatchObject([accepted, accepted]);
    expect(await run(now, '0088')).toMatchObject(sameAs(one.run));
    expect(await run(now, '0192')).toMatchObject(sameAs(other.run));
    await expect(run(now, '0192', '1', true)).rejects.toMatchObject({ code: 'IDENTITY_CLAIMED' });
    expect(authority.received).toHaveLength(2);
  });

  it('are not sent twice that were claimed before they were told apart', async () => {
    const { before, now, run, authority } = world();
    const old = await run(before, '0088');
    expect(await run(now, '0088')).toMatchObject(sameAs(old.run));
    // Whose it was is not known: better none than two.
    expect(await run(now, '0192')).toMatchObject(sameAs(old.run));
    await expect(run(now, '0088', '1', true)).rejects.toMatchObject({ code: 'IDENTITY_CLAIMED' });
    expect(authority.received).toHaveLength(1);
  });

  it('are not sent twice by a run that is still pinned to what does not tell them apart', async () => {
    const { before, now, run, authority } = world();
    const one = await run(now, '0088');
    expect(await run(before, '0088')).toMatchObject(sameAs(one.run));
    expect(authority.received).toHaveLength(1);
  });

  it('keep their places when the first of them is refused', async () => {
    const { now, run, authority } = world(['refuse']);
    expect(await run(now, '0088')).toMatchObject({ outcome: 'refused' });
    const other = await run(now, '0192');
    expect(other).toMatchObject(accepted);
    expect(await run(now, '0088')).toMatchObject(accepted);
    expect(await run(now, '0192')).toMatchObject(sameAs(other.run));
    expect(authority.received).toHaveLength(3);
  });

  it('keep their places, too, when a run takes one over that does not tell them apart', async () => {
    const { before, now, run, authority } = world(['refuse']);
    expect(await run(now, '0088')).toMatchObject({ outcome: 'refused' });
    const other = await run(now, '0192');
    await run(before, '0088');
    expect(await run(now, '0192')).toMatchObject(sameAs(other.run));
    expect(authority.received).toHaveLength(3);
  });

  it('are not sent twice when something more tells them apart', async () => {
    const { now, later, run, authority } = world();
    const [one, other] = [await run(now, '0088'), await run(now, '0192')];
    expect(await run(later, '0088')).toMatchObject(sameAs(one.run));
    expect(await run(later, '0192')).toMatchObject(sameAs(other.run));
    const third = await run(later, '0184', '1');
    expect(await run(later, '0184', '2')).toMatchObject(accepted);
    expect(await run(later, '0184', '1')).toMatchObject(sameAs(third.run));
    expect(authority.received).toHaveLength(4);
  });
});
