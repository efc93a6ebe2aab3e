import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { patience, world } from './stamping.ts';
import type { Authority } from './world.ts';

describe('an answer that comes after the run went on', () => {
  it('is recorded; two acceptances are shouted about', async () => {
    const { authority, ports, engine, submit } = world([], 'stamps-every-post', { recover: { settle: 0 } });
    const run = await submit();
    // The first process waits for its answer while a second one asks, is told "absent" too early, and sends again.
    let second: Promise<unknown> | undefined;
    const slow = createEngine({
      ...ports,
      http: {
        async send(request) {
          const answer = await ports.http.send(request);
          second ??= createEngine({ ...ports, http: lying(ports.http) }).advance(run, { patience });
          await second;
          return answer;
        },
      },
    });
    await slow.advance(run, { patience });
    expect(authority.accepted).toHaveLength(2);
    const report = await engine.read(run);
    expect(report.problems).toMatchObject([{ code: 'ACCEPTED_TWICE', step: 'stamped' }]);
    expect(report.state).toBe('completed');
  });

  /** Says of every document that it is not there. */
  function lying(http: Authority['http']): Authority['http'] {
    return {
      async send(request) {
        if (!request.url.endsWith('/find')) return http.send(request);
        request.beforeWrite?.();
        return { status: 200, headers: {}, body: Buffer.from('{"code":"603"}') };
      },
    };
  }
});
