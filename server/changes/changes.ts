import type { FastifyInstance } from 'fastify';
import { callerOf, mayUse, type Principal } from '../access/index.ts';
import { described } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { type OfSubmission, ownedLog, reportFor } from '../submissions/owned.ts';
import { toldEntry, toldSummary } from '../submissions/told.ts';
import { lookAt } from './look.ts';
import { openStreams, type Stream } from './streams.ts';
import { openWatcher, shortest } from './watcher.ts';

/** What changes, told as it does: of one submission until it is finished, and of all that the caller may see. */
export function changes(app: FastifyInstance, desk: Desk): void {
  const streams = openStreams({ most: 500, longest: 900_000 });
  const watcher = openWatcher(() => lookAt(desk.engine, desk.clock));
  app.addHook('preClose', async () => {
    watcher.close();
    streams.close();
  });
  app.get<OfSubmission>(
    '/submissions/:id/events',
    { config: { scope: 'read' }, schema: ofOne },
    async (request, reply) => {
      const { id, log } = await ownedLog(desk, request);
      const told = Number(request.headers['last-event-id'] ?? 0) || 0;
      // So that who has been told the end does not come back for it.
      if (log.length <= told && isFinished(log)) return reply.code(204).send();
      await tellOf(desk, callerOf(request), id, told, streams.begin(reply));
    },
  );
  app.get('/events', { config: { scope: 'read' }, schema: ofAll }, async (request, reply) => {
    const caller = callerOf(request);
    const early: (() => void)[] = [];
    let stream: Stream | undefined;
    const end = await watcher.listen((change) => {
      if (!mayUse(caller, change.context.legalEntity)) return;
      const tell = () => stream?.send('submission', toldSummary(change));
      if (stream === undefined) early.push(tell);
      else tell();
    });
    try {
      stream = streams.begin(reply);
    } catch (thrown) {
      end();
      throw thrown;
    }
    reply.raw.on('close', end);
    for (const tell of early) tell();
  });
}

/** Entry by entry, and at last how it stands. */
async function tellOf(desk: Desk, caller: Principal, id: string, from: number, stream: Stream): Promise<void> {
  let told = from;
  while (stream.open) {
    // A store that is away for a while is asked again.
    const log = await desk.engine.log(id).catch(() => []);
    for (const entry of log.slice(told)) stream.send('entry', toldEntry(entry), ++told);
    if (isFinished(log)) {
      const report = await reportFor(desk, caller, id, log).catch(() => undefined);
      if (report) {
        stream.send('finished', report);
        return stream.end();
      }
    }
    await stream.pause(shortest);
  }
}

const isFinished = (log: readonly { readonly type: string }[]): boolean => log.some(({ type }) => type === 'finished');

const ofOne = described('/submissions/:id/events', {
  tag: 'Changes',
  summary: 'Server-sent events: each entry of the record as `entry`, with its number as id, until it is `finished`.',
  description: 'A client that comes back with `Last-Event-ID` goes on after it; 204 when it has been told all.',
  answer: { means: 'The events, within about a second.', of: { type: 'string' }, as: 'text/event-stream' },
});

const ofAll = described('/events', {
  tag: 'Changes',
  summary: "Server-sent events: a `submission` each time one of the caller's legal entities changes state or outcome.",
  description: 'From now on; what changed while nobody listened is in the list of submissions.',
  answer: { means: 'The events, within about a second.', of: { type: 'string' }, as: 'text/event-stream' },
});
