import type { ArrivalChange } from './change.ts';
import type { ChangeEvent, Sources } from './event.ts';

/** Told once it was read, so that its submissions are known; or, when that takes long, that it is there. */
export async function eventOfArrival(
  arrivals: Sources['arrivals'],
  { arrival: id, became }: ArrivalChange,
  waited: boolean,
): Promise<ChangeEvent | 'not yet'> {
  const kept = await arrivals.read(id);
  if (kept === undefined) return 'not yet';
  const { arrival, result } = kept;
  const acknowledged = became === 'acknowledged' ? await arrivals.acknowledgement(id) : undefined;
  if (became === 'acknowledged' ? acknowledged === undefined : result === undefined && !waited) return 'not yet';
  const { channel, legalEntity, name, mediaType, sha256, size, receivedAt } = arrival;
  const data = {
    ...{ id, channel, legalEntity: legalEntity ?? null, name, mediaType, sha256, size, receivedAt },
    read: result !== undefined,
    submissions: (result?.runs ?? []).map(({ file, run }) => ({ id: run, file })),
    problems: (result?.problems ?? []).map(({ code }) => code),
    ...(acknowledged && { acknowledgedBy: acknowledged.by }),
    links: { self: `/inbound/${id}` },
  };
  const timestamp = acknowledged?.at ?? receivedAt;
  return { name: became, legalEntity, payload: JSON.stringify({ type: `inbound.${became}`, timestamp, data }) };
}
