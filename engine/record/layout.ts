import { isoText } from '../clock.ts';
import { sha256 } from '../document.ts';

/**
 * Where things stand in the store. Below `runs/` everything is created and never changed;
 * `list/`, `later/`, `identities/` and `counters/` may move, and can be rebuilt from the runs.
 */
export const layout = {
  runs: 'runs/',
  run: (run: string) => `runs/${dayOf(run)}/${run}/`,
  journal: (run: string) => `${layout.run(run)}journal/`,
  /** Of the file that begins with this entry. */
  entry: (run: string, number: number) => `${layout.journal(run)}${String(number).padStart(6, '0')}.json`,
  /** Named by content, so that what exists is what was meant, whoever wrote it. */
  document: (run: string, label: string, sha256: string, extension: string) =>
    `${layout.run(run)}documents/${label}.${sha256.slice(0, 16)}${extension}`,
  feature: (digest: string) => `runs/features/${digest}.json`,
  /** Of a run that is not finished: the entry that schedules it, which the journal begins with once there is another. */
  open: (run: string) => `open/${run}`,
  openRuns: 'open/',
  /** Finished runs by day, whose they are, and how they ended: the name is that of the newest; see `listFile`. */
  listed: (owner: string, newest: string, name: string) => `${layout.listedOf(dayOf(newest), owner)}${newest}.${name}`,
  list: 'list/',
  listedOn: (day: string) => `list/${day}/`,
  listedOf: (day: string, owner: string) => `list/${day}/${owner}/`,
  /** How the record of a run ended when it was held, or told something late: empty, all is in the name. */
  anchor: (run: string, entries: number, sha256: string) =>
    `${layout.anchors(run)}${String(entries).padStart(6, '0')}.${sha256}`,
  anchors: (run: string) => `anchors/${run}/`,
  /** What a purge leaves of a run. */
  purged: (run: string) => `purged/${dayOf(run)}/${run}.json`,
  identity: (scope: string, identity: string) => `identities/${sha256(`${scope}\n${identity}`)}.json`,
  /** One for each run that was meant to cancel another; whether it did follows from its own record. */
  cancellation: (original: string, run: string) => `cancellations/${original}/${run}`,
  cancellations: (original: string) => `cancellations/${original}/`,
  /** A run that cancels, pays, corrects or speaks of another one; whether it does follows from its own record. */
  later: (original: string, run: string) => `${layout.laterThan(original)}${run}`,
  laterThan: (original: string) => `later/${original}/`,
  /** Under which idempotency key something was submitted; never changed. */
  key: (scope: string, key: string) => `keys/${sha256(`${scope}\n${key}`)}.json`,
  allMessages: 'messages/',
  /** A message, under what it says of itself; never changed. */
  message: (correlation: string, id: string) => `${layout.messages(correlation)}${id}.json`,
  messages: (correlation: string) => `messages/${correlation}/`,
  /** Messages that no run has taken yet. */
  unclaimed: (id: string) => `unclaimed/${id}`,
  allUnclaimed: 'unclaimed/',
  /** Messages that a person took off them: no run takes one. */
  dismissed: (id: string) => `dismissed/${id}`,
  /** A run that waits for a message. */
  awaiting: (correlation: string, run: string) => `${layout.allAwaiting(correlation)}${run}`,
  allAwaiting: (correlation: string) => `awaiting/${correlation}/`,
  /** Which versions of features submissions are for. */
  deployments: 'deployments.json',
  /** Which versions run beside the live ones, and what they made of each run. */
  previews: 'previews.json',
  allPreviews: 'previews/',
  previewsOf: (digest: string) => `previews/${digest}/`,
  previewedRuns: (digest: string) => `previews/${digest}/runs/`,
  previewed: (digest: string, run: string, verdict: string) => `previews/${digest}/runs/${run}.${verdict}`,
  previewedDocument: (digest: string, run: string, name: string) => `previews/${digest}/documents/${run}/${name}`,
  /** Which environment the store belongs to. */
  environment: 'environment.json',
  counter: (name: string) => `counters/${sha256(name)}.json`,
} as const;

/** `20261122T113000-` and a nonce: sorts by time, tells its own folder. */
export function runId(now: Date, nonce: string): string {
  const iso = isoText(now);
  const day = iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8, 10);
  return `${day}T${iso.slice(11, 13)}${iso.slice(14, 16)}${iso.slice(17, 19)}-${nonce}`;
}

/** The day of its submission, `20261122`, in UTC. */
export const dayOf = (run: string): string => run.slice(0, 8);

/** The run whose journal begins with this file; undefined for every other file. */
export const runOfEntry = (path: string): string | undefined => /\/([^/]+)\/journal\/000001\.json$/.exec(path)?.[1];

export const isRunId = (text: string): boolean => /^\d{8}T\d{6}-[0-9a-f]{16}$/.test(text);
