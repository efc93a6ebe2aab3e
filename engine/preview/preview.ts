import type { Problem } from '../errors.ts';
import type { DocumentRecord } from '../record/entry.ts';
import type { RunState } from '../record/fold.ts';
import { layout } from '../record/layout.ts';
import type { AtHand } from '../run/at-hand.ts';
import { type Deployment, listIn } from '../run/deployments.ts';
import type { Ports } from '../run/ports.ts';
import { openRun } from '../run/take-up.ts';
import { type Rehearsed, rehearse } from './rehearse.ts';

/** What a coming version makes of one real submission, beside what the live one made of it. */
export interface Previewed {
  readonly run: string;
  readonly verdict: 'same' | 'differs';
  readonly end: { readonly live: Rehearsed['end']; readonly preview: Rehearsed['end'] };
  /** Codes that only one of them has. */
  readonly problems: { readonly live: readonly string[]; readonly preview: readonly string[] };
  /** Documents that are not the same, by step and name; where one has none, that side is absent. */
  readonly documents: readonly PreviewedDocument[];
}

export interface PreviewedDocument {
  readonly name: string;
  /** Path in the store. */
  readonly live?: string;
  readonly preview?: string;
}

/** The versions that run beside the live ones. */
export async function previews({ store }: Ports): Promise<readonly Deployment[]> {
  return listIn((await store.readVersioned(layout.previews))?.bytes);
}

/**
 * Lets every version that is previewed do what it can of a run's submission, once, and keeps what differs. The run has come to a stop:
 * nothing of it is touched, and nothing is sent.
 */
export async function previewRun(ports: Ports, atHand: AtHand, run: string): Promise<void> {
  const all = await previews(ports);
  if (all.length === 0) return;
  const { state } = await openRun(ports, run);
  for (const { feature, digest } of all) {
    const { id, digest: own } = state.submission.feature;
    if (feature !== id || digest === own || (await isDone(ports, digest, run))) continue;
    const rehearsed = await rehearse(ports, atHand, run, await atHand.features.feature(digest));
    await keep(ports, digest, run, state, rehearsed);
  }
}

const isDone = async ({ store }: Ports, digest: string, run: string): Promise<boolean> =>
  (await store.read(layout.previewed(digest, run, 'same'))) !== undefined ||
  (await store.read(layout.previewed(digest, run, 'differs'))) !== undefined;

async function keep({ store }: Ports, digest: string, run: string, live: RunState, shadow: Rehearsed): Promise<void> {
  const end = { live: endOf(live), preview: shadow.end };
  const problems = differing(problemsOf(live), [...shadow.problems, ...warningsOf(shadow.steps)]);
  const documents: PreviewedDocument[] = [];
  for (const [name, one, other] of pairs(live.steps, shadow.steps)) {
    if (one?.sha256 === other?.sha256) continue;
    const bytes = other && (await shadow.read(other));
    const path = layout.previewedDocument(digest, run, name);
    if (bytes) await store.create(path, bytes);
    documents.push({ name, ...(one ? { live: one.path } : {}), ...(bytes ? { preview: path } : {}) });
  }
  const same =
    end.live === end.preview && documents.length === 0 && problems.live.length === 0 && problems.preview.length === 0;
  const verdict = same ? 'same' : 'differs';
  const previewed: Previewed = { run, verdict, end, problems, documents };
  await store.create(layout.previewed(digest, run, verdict), Buffer.from(JSON.stringify(previewed)));
}

/** How far the live run came without the world: what was sent had passed everything before. */
function endOf({ attempts, status }: RunState): Rehearsed['end'] {
  if (attempts.size > 0) return 'passed';
  return status === 'failed' || status === 'held' ? status : 'passed';
}

/** What the authority said of it is no difference. */
const problemsOf = (live: RunState): readonly Problem[] => [
  ...(live.attempts.size > 0 ? [] : live.problems),
  ...warningsOf(live.steps),
];

const warningsOf = (steps: RunState['steps'] | Rehearsed['steps']): Problem[] =>
  [...steps.values()].flatMap(({ problems }) => problems ?? []);

function differing(live: readonly Problem[], preview: readonly Problem[]): Previewed['problems'] {
  const [one, other] = [new Set(live.map(({ code }) => code)), new Set(preview.map(({ code }) => code))];
  return { live: [...one].filter((code) => !other.has(code)), preview: [...other].filter((code) => !one.has(code)) };
}

/** Documents of the steps that the shadow did, and of those that it has no more. */
function* pairs(
  live: RunState['steps'],
  shadow: Rehearsed['steps'],
): Generator<[string, DocumentRecord | undefined, DocumentRecord | undefined]> {
  for (const [step, { documents }] of shadow) {
    const before = live.get(step)?.documents ?? {};
    for (const name of new Set([...Object.keys(before), ...Object.keys(documents)]))
      yield [`${step.replaceAll('/', '.')}.${name}`, before[name], documents[name]];
  }
}
