import { describe, expect, it } from 'vitest';
import { fail, type RunReport } from '../../engine/index.ts';
import { inProcess, sweep } from '../../worker/index.ts';
import { each, engineOf, reportOf } from './engines.ts';

const queueOf = (advance: (run: string) => Promise<RunReport>, concurrency = 2) => {
  const engine = engineOf({ advance });
  return inProcess(() => engine, { concurrency });
};

describe('runs in one process', () => {
  it('are advanced, no more at once than may be', async () => {
    let [now, most] = [0, 0];
    const done: string[] = [];
    const queue = queueOf(async (run) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
      done.push(run);
      return reportOf(run, 'completed');
    }, 3);
    for (let number = 0; number < 10; number++) await queue.add(`run-${number}`);
    await expect.poll(() => done.length).toBe(10);
    expect(most).toBe(3);
    expect(queue.size).toBe(0);
  });

  it('come back at their time, or earlier when a message wakes them', async () => {
    const turns: string[] = [];
    const queue = queueOf(async (run) => {
      turns.push(run);
      const long = turns.filter((each) => each === run).length > 1;
      if (long) return reportOf(run, 'completed');
      return reportOf(run, 'waiting', new Date(Date.now() + (run === 'soon' ? 50 : 3_600_000)));
    });
    await queue.add('soon');
    await queue.add('late');
    await expect.poll(() => turns.filter((run) => run === 'soon').length).toBe(2);
    expect(turns.filter((run) => run === 'late')).toHaveLength(1);
    await queue.add('late', { turn: '000005' });
    await expect.poll(() => turns.filter((run) => run === 'late').length).toBe(2);
    await queue.close();
  });

  it('a message while a run is worked on is not lost', async () => {
    const turns: string[] = [];
    let go = () => {};
    const queue = queueOf(async (run) => {
      turns.push(run);
      if (turns.length === 1) await new Promise<void>((resolve) => (go = resolve));
      return reportOf(run, 'held');
    });
    await queue.add('run-1');
    await expect.poll(() => turns.length).toBe(1);
    await queue.add('run-1', { turn: '000004' });
    go();
    await expect.poll(() => turns.length).toBe(2);
  });

  it('are never dropped when the world fails', async () => {
    let turns = 0;
    const queue = queueOf(async (run) => {
      turns += 1;
      if (turns === 1) fail('RUN_TAKEN', 'Somebody else has it.');
      return reportOf(run, 'completed');
    });
    await queue.add('run-1');
    await expect.poll(() => turns, { timeout: 10_000 }).toBe(2);
  });

  it('of a process that ended are found by a sweep', async () => {
    const done: string[] = [];
    const advance = async (run: string) => {
      done.push(run);
      return reportOf(run, 'completed');
    };
    const queue = queueOf(advance);
    expect(await sweep(engineOf({ open: () => each(['a', 'b']) }), queue)).toMatchObject({ found: 2 });
    await expect.poll(() => done.sort()).toEqual(['a', 'b']);
  });

  it('whose message has come, and who were not told, are woken by a sweep', async () => {
    let turns = 0;
    const queue = queueOf(async (run) => {
      turns += 1;
      return turns === 1 ? reportOf(run, 'waiting', new Date(Date.now() + 3_600_000)) : reportOf(run, 'completed');
    });
    await queue.add('a');
    await expect.poll(() => turns).toBe(1);
    const message = {
      id: 'm',
      feature: 'f',
      name: 'n',
      where: {},
      receivedAt: '',
      mediaType: '',
      size: 0,
      runs: ['a'],
    };
    expect(await sweep(engineOf({ open: () => each(['a']), unclaimed: () => each([message]) }), queue)).toMatchObject({
      found: 1,
    });
    await expect.poll(() => turns).toBe(2);
    await queue.close();
  });

  it('close when the runs at hand have come to a stop', async () => {
    const done: string[] = [];
    const queue = queueOf(async (run) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      done.push(run);
      return reportOf(run, 'completed');
    });
    await queue.add('run-1');
    await queue.add('run-2');
    await queue.add('run-3');
    await new Promise((resolve) => setTimeout(resolve, 10));
    await queue.close();
    expect(done).toEqual(['run-1', 'run-2']);
  });
});
