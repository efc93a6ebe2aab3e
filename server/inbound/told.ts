import type { KeptArrival } from '../../platform/inbound/index.ts';
import type { Desk } from '../desk.ts';
import { toldProblem } from '../problem-details.ts';

/** Something that came in, with how the submission of each document in it stands. */
export async function told({ engine }: Desk, { arrival, result }: KeptArrival) {
  const { id, channel, legalEntity, name, mediaType, sha256, size, receivedAt } = arrival;
  const submissions = await Promise.all(
    (result?.runs ?? []).map(async ({ file, run }) => {
      const { state, outcome, values, feature, pipeline, original = null, says = null } = await engine.summary(run);
      const links = { self: `/submissions/${run}` };
      return { id: run, file, feature, pipeline, state, outcome, values, original, says, links };
    }),
  );
  return {
    id,
    channel,
    legalEntity: legalEntity ?? null,
    name,
    mediaType,
    sha256,
    size,
    receivedAt,
    read: result !== undefined,
    submissions,
    problems: (result?.problems ?? []).map(toldProblem),
    links: { self: `/inbound/${id}`, file: `/inbound/${id}/file` },
  };
}
