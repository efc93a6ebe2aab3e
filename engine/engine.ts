import type { Feature } from './feature.ts';
import { listRuns, type RunFilter } from './list.ts';
import {
  endPreview,
  type PreviewFindings,
  previewFindings,
  previewRun,
  previews,
  startPreview,
} from './preview/index.ts';
import {
  type IsGone,
  type Purged,
  type PurgeRequest,
  purge,
  purgedIn,
  purgeMessages,
  purgePreviews,
  type Tally,
} from './purge/index.ts';
import type { StampedEntry } from './record/entry.ts';
import { type RunSummary, summaryOf } from './record/index-entry.ts';
import { layout } from './record/layout.ts';
import { type AdvanceOptions, advance } from './run/advance.ts';
import { AtHand } from './run/at-hand.ts';
import { cancel } from './run/cancel.ts';
import { type Deployment, deploy, deployed, deployments, undeploy } from './run/deployments.ts';
import { type Later, laterThan } from './run/later.ts';
import { dismiss, keepMessage, type Message, type Unclaimed, unclaimed } from './run/messages.ts';
import type { Ports } from './run/ports.ts';
import { relist } from './run/relist.ts';
import { replay } from './run/replay.ts';
import { type RunReport, report } from './run/report.ts';
import { type Resolution, resolve } from './run/resolve.ts';
import { type Restarted, restart } from './run/restart.ts';
import { release, resume } from './run/resume.ts';
import { type SubmissionRequest, submit } from './run/submit.ts';
import { openRun } from './run/take-up.ts';
import { type Verification, verify } from './run/verify.ts';

/** What can be done with runs. Everything is decided from the store; an engine holds nothing that another could miss. */
export interface Engine {
  /** Records a submission as a run in state `scheduled`; resolves to its id. */
  submit(request: SubmissionRequest): Promise<string>;
  /** Takes a run as far as it goes now. */
  advance(run: string, options?: AdvanceOptions): Promise<RunReport>;
  /** Lets a held run go on, when somebody advances it. */
  release(run: string): Promise<void>;
  /** `advance` for a person: lets a held run go on. */
  resume(run: string, options?: AdvanceOptions): Promise<RunReport>;
  /** Settles what became of an attempt, for a person who found it out; the run goes on when somebody advances it. */
  resolve(run: string, resolution: Resolution): Promise<RunReport>;
  /** Notes that a run is taken up after a process that had it at hand ended without a word; see `restart`. */
  restart(run: string, mark: string, suspects: boolean): Promise<Restarted | undefined>;
  /** Records a new run that repeats a finished one from a step on; resolves to its id. */
  replay(run: string, from?: string): Promise<string>;
  /** Gives up a run that has nothing out at the authority. */
  cancel(run: string): Promise<RunReport>;
  /** How a run stands, without touching it. */
  read(run: string): Promise<RunReport>;
  /** What came later of a run: what cancelled, paid, corrected or spoke of it, the oldest first. */
  later(run: string): Promise<readonly Later[]>;
  /** How a run stands, as a list tells it. */
  summary(run: string): Promise<RunSummary>;
  /** The run's journal, oldest entry first. */
  log(run: string): Promise<readonly StampedEntry[]>;
  /** Whether the run's record is whole and unchanged; `head` is the hash of an entry that was kept elsewhere. */
  verify(run: string, head?: string): Promise<Verification>;
  /** The bytes of a document that a report or the log names. */
  document(path: string): Promise<Uint8Array | undefined>;
  /** The runs that are not finished. */
  open(): AsyncIterable<string>;
  /** Runs, the newest first. */
  list(filter: RunFilter): AsyncIterable<RunSummary>;
  /** Makes a version of a feature the one that submissions are for from a day on. */
  deploy(feature: Feature, from: string): Promise<Deployment>;
  undeploy(feature: string, version: string): Promise<void>;
  deployments(): Promise<readonly Deployment[]>;
  /** The features that submissions may be for. */
  deployed(): Promise<readonly Feature[]>;
  /** Has a version of a feature do what the live one does, beside it, without sending anything. */
  startPreview(feature: Feature): Promise<Deployment>;
  endPreview(feature: string, version: string): Promise<void>;
  previews(): Promise<readonly Deployment[]>;
  /** Lets the previewed versions do what they can of a run that has come to a stop. */
  preview(run: string): Promise<void>;
  previewFindings(digest: string, most: number): Promise<PreviewFindings>;
  /** Removes the files of finished runs that need not be kept any longer. */
  purge(request: PurgeRequest): AsyncIterable<Purged>;
  /** Whether a run was purged. */
  isPurged: IsGone;
  /** Removes messages that were taken or dismissed and need not be kept any longer. */
  purgeMessages(request: PurgeRequest): Promise<Tally>;
  /** Removes what previews found of runs that are gone. */
  purgePreviews(isGone: IsGone, dryRun?: boolean): Promise<Tally>;
  /** Keeps a message for the run that waits for it, now or later; resolves to its id and to the runs that wait for it. */
  deliver(message: Message): Promise<{ readonly id: string; readonly runs: readonly string[] }>;
  /** The messages that no run has taken, and the runs that wait for them. */
  unclaimed(): AsyncIterable<Unclaimed>;
  /** Takes a message off them, for a person: no run will. */
  dismiss(message: string): Promise<void>;
  /** Makes the list anew from the runs, and the open markers of those that have begun; resolves to how many runs there are. */
  relist(): Promise<number>;
  /** Resolves when all runs that were finished here are on the list: before the process ends. */
  settled(): Promise<void>;
}

export function createEngine(ports: Ports): Engine {
  const atHand = new AtHand(ports);
  return {
    submit: (request) => submit(ports, atHand, request),
    advance: (run, options) => advance(ports, atHand, run, options),
    release: async (run) => void (await release(ports, run)),
    resume: (run, options) => resume(ports, atHand, run, options),
    resolve: (run, resolution) => resolve(ports, atHand, run, resolution),
    restart: (run, mark, suspects) => restart(ports, run, mark, suspects),
    replay: async (run, from) => (await replay(ports, atHand, run, from)).run,
    cancel: (run) => cancel(ports, atHand, run),
    async read(run) {
      return report(await openRun(ports, run));
    },
    summary: async (run) => summaryOf(run, (await openRun(ports, run)).state),
    later: (run) => laterThan(ports.store, run),
    log: async (run) => (await openRun(ports, run)).entries,
    verify: (run, head) => verify(ports, run, head),
    document: (path) => ports.store.read(path),
    list: (filter) => listRuns(ports, filter),
    deploy: (feature, from) => deploy(ports, atHand, feature, from),
    undeploy: (feature, version) => undeploy(ports, feature, version),
    deployments: () => deployments(ports),
    deployed: () => deployed(ports, atHand),
    startPreview: (feature) => startPreview(ports, atHand, feature),
    endPreview: (feature, version) => endPreview(ports, feature, version),
    previews: () => previews(ports),
    preview: (run) => previewRun(ports, atHand, run),
    previewFindings: (digest, most) => previewFindings(ports.store, digest, most),
    purge: (request) => purge(ports, request),
    isPurged: (run) => purgedIn(ports.store)(run),
    purgeMessages: (request) => purgeMessages(ports.store, request),
    purgePreviews: (isGone, dryRun) => purgePreviews(ports.store, isGone, dryRun),
    deliver: (message) => keepMessage(ports, message),
    unclaimed: () => unclaimed(ports),
    dismiss: (message) => dismiss(ports.store, message),
    relist: () => relist(ports),
    settled: () => atHand.ended.settled(),
    async *open() {
      for await (const path of ports.store.list(layout.openRuns)) yield path.slice(layout.openRuns.length);
    },
  };
}
