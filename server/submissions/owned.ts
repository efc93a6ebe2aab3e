import type { FastifyRequest } from 'fastify';
import { fail, isRunId, type Later, type StampedEntry } from '../../engine/index.ts';
import { callerOf, mayUse, type Principal } from '../access/index.ts';
import type { Desk } from '../desk.ts';
import { toldReport } from './told.ts';

export interface OfSubmission {
  readonly Params: { readonly id: string };
}

/** The log of the submission that the address names. One of somebody else is as unknown as one that there is not. */
export async function ownedLog(
  desk: Desk,
  request: FastifyRequest<OfSubmission>,
): Promise<{ id: string; log: readonly StampedEntry[] }> {
  const { id } = request.params;
  return { id, log: await logFor(desk, callerOf(request), id) };
}

/** The log of a submission that the caller may touch; RUN_UNKNOWN for every other. */
export async function logFor(desk: Desk, caller: Principal, id: string): Promise<readonly StampedEntry[]> {
  const unknown = (): never => fail('RUN_UNKNOWN', `There is no submission ${id.slice(0, 60)}.`);
  if (!isRunId(id)) return unknown();
  const log = await desk.engine.log(id);
  const [first] = log;
  const legalEntity = first?.type === 'scheduled' ? first.submission.context.legalEntity : undefined;
  return mayUse(caller, legalEntity) ? log : unknown();
}

/** How a submission stands, as the caller is told it. */
export async function reportFor(desk: Desk, caller: Principal, id: string, log: readonly StampedEntry[]) {
  const [first] = log;
  const submission = first?.type === 'scheduled' ? first.submission : { context: {} };
  // Nobody has heard of what was not sent: who asks again and again for the end costs no look.
  const known = log.some(({ type }) => type === 'attempted' || type === 'finished');
  const [report, later] = await Promise.all([desk.engine.read(id), known ? laterFor(desk, caller, id) : []]);
  return toldReport(report, submission, later);
}

/** What came later of a submission that the caller may touch: of that what it may touch, too. */
export async function laterFor({ engine }: Desk, caller: Principal, id: string): Promise<readonly Later[]> {
  return (await engine.later(id)).filter(({ context }) => mayUse(caller, context.legalEntity));
}
