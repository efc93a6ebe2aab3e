import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { Authority, invoice, testClock, testFeature, testPorts } from './world.ts';

const patience = 1e9;

describe('an answer that comes after the run went on', () => {
  it('is recorded; two acceptances are shouted about', async () => {
    const clock = testClock();
    const authority = new Authority('stamps-every-post', () => clock.now().getTime());
    const feature = testFeature({ recover: { settle: 0 } });
    const pipeline = feature.pipelines.issue;
    const ports = testPorts(feature, authority, clock);
    const engine = createEngine(ports);
    const run = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
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
