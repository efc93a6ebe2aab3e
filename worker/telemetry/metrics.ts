import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Pacing, RunEvent, RunReport } from '../../engine/index.ts';
import type { AnsweredRequest } from '../answered-request.ts';
import type { RunQueue } from '../queue.ts';
import type { Swept } from '../sweeper.ts';
import { codeOf } from './code.ts';
import { type TrafficMetrics, trafficMetrics } from './traffic-metrics.ts';

/** What is counted, for Prometheus. No label names a legal entity, a document or a caller. */
export interface Metrics {
  event(event: RunEvent): void;
  turn(run: string, report: RunReport | undefined, thrown: unknown): void;
  sweep(swept: Swept, thrown: unknown): void;
  answered(request: AnsweredRequest): void;
  /** What comes in and what others are told. */
  readonly traffic: TrafficMetrics;
  /** By the name in the vault, the days until a certificate ends. */
  certificates(days: ReadonlyMap<string, number>): void;
  /** The text exposition format, and its media type. */
  text(): Promise<string>;
  readonly mediaType: string;
}

const seconds = [0.001, 0.005, 0.02, 0.1, 0.3, 1, 3, 10, 30, 60];

/** With a queue and a pacing, how they stand is asked at each scrape. */
export function openMetrics(queue?: RunQueue, pacing?: Pacing): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  const { runs, failures, swept, sweepFailures, requests, certificates } = processMetrics(registers);
  const observe = eventMetrics(registers);
  const traffic = trafficMetrics(registers);
  const look = queue && queueMetrics(queue, registers);
  const lookAround = pacing && paceMetrics(pacing, registers);
  const ended = new Set<string>();
  return {
    event(event) {
      if (event.type === 'state') ended.add(event.run);
      observe(event);
    },
    turn(run, report, thrown) {
      if (thrown !== undefined) failures.inc({ code: codeOf(thrown) });
      // A run that had ended before is told again by its turn, but counts once.
      if (ended.delete(run) && report) runs.inc({ state: report.state, outcome: report.outcome ?? 'none' });
    },
    sweep({ found, messages }, thrown) {
      swept.inc(found);
      if (messages) traffic.messages(messages);
      if (thrown !== undefined) sweepFailures.inc();
    },
    answered: ({ method, route, status, took }) =>
      requests.observe({ method, route, status: String(status) }, took / 1000),
    traffic,
    certificates(days) {
      certificates.reset();
      for (const [certificate, left] of days) certificates.set({ certificate }, left);
    },
    async text() {
      await Promise.all([look?.(), lookAround?.()]);
      return register.metrics();
    },
    mediaType: register.contentType,
  };
}

function processMetrics(registers: Registry[]) {
  const runs = new Counter({
    name: 'timbre_runs_total',
    help: 'Runs that came to an end or were held here, by state and outcome',
    labelNames: ['state', 'outcome'],
    registers,
  });
  const failures = new Counter({
    name: 'timbre_turn_failures_total',
    help: 'Turns that came to nothing because the world failed, by code',
    labelNames: ['code'],
    registers,
  });
  const swept = new Counter({
    name: 'timbre_sweep_requeued_total',
    help: 'Open runs that the queue did not know',
    registers,
  });
  const sweepFailures = new Counter({
    name: 'timbre_sweep_failures_total',
    help: 'Sweeps that came to nothing',
    registers,
  });
  const requests = new Histogram({
    name: 'timbre_http_request_seconds',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    buckets: seconds,
    registers,
  });
  const certificates = new Gauge({
    name: 'timbre_certificate_days_left',
    help: 'Days until a certificate ends that what is deployed needs, by its name in the vault',
    labelNames: ['certificate'],
    registers,
  });
  return { runs, failures, swept, sweepFailures, requests, certificates };
}

function eventMetrics(registers: Registry[]): (event: RunEvent) => void {
  const steps = new Histogram({
    name: 'timbre_step_seconds',
    help: 'Steps that were done, by action',
    labelNames: ['action'],
    buckets: seconds,
    registers,
  });
  const authority = new Histogram({
    name: 'timbre_authority_seconds',
    help: 'Sendings to an authority until their answer was judged, by outcome',
    labelNames: ['outcome'],
    buckets: seconds,
    registers,
  });
  const attempts = new Counter({ name: 'timbre_attempts_total', help: 'Attempts recorded', registers });
  const reads = new Counter({
    name: 'timbre_authority_reads_total',
    help: 'Questions that change nothing at an authority, by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const asked = new Counter({
    name: 'timbre_asked_total',
    help: 'Authorities asked what became of an attempt, by what they were found to have',
    labelNames: ['verdict'],
    registers,
  });
  const paced = new Counter({
    name: 'timbre_paced_total',
    help: 'Times that a run was parked for the sake of an authority, by reason',
    labelNames: ['reason'],
    registers,
  });
  return (event) => {
    if (event.type === 'finished' && !event.skipped) steps.observe({ action: event.uses }, event.took / 1000);
    if (event.type === 'attempted') attempts.inc();
    if (event.type === 'answered') authority.observe({ outcome: event.outcome }, event.took / 1000);
    if (event.type === 'read') reads.inc({ outcome: event.outcome });
    if (event.type === 'asked') asked.inc({ verdict: event.verdict });
    if (event.type === 'paced') paced.inc({ reason: event.reason });
  };
}

/** The function that is given back looks how it stands. What cannot be asked now keeps the last figure. */
function paceMetrics(pacing: Pacing, registers: Registry[]): () => Promise<void> {
  const closed = new Gauge({
    name: 'timbre_authority_closed',
    help: '1 while requests to the authority must wait: it does not answer, or asked for it',
    labelNames: ['authority'],
    registers,
  });
  return async () => {
    const authorities = await pacing.look().catch(() => []);
    for (const { authority, closed: is } of authorities) closed.set({ authority }, is ? 1 : 0);
  };
}

/** The function that is given back looks how it stands. */
function queueMetrics(queue: RunQueue, registers: Registry[]): () => Promise<void> {
  const up = new Gauge({ name: 'timbre_queue_up', help: '1 while the queue answers', registers });
  const age = new Gauge({
    name: 'timbre_queue_age_seconds',
    help: 'How long the run whose turn is next has waited',
    registers,
  });
  const jobs = new Gauge({
    name: 'timbre_queue_runs',
    help: 'Runs in the queue, by state',
    labelNames: ['state'],
    registers,
  });
  return async () => {
    const depth = await queue.depth().catch(() => undefined);
    up.set(depth === undefined ? 0 : 1);
    age.set(depth?.age ?? 0);
    jobs.reset();
    if (depth === undefined) return;
    for (const state of ['waiting', 'active', 'delayed'] as const) jobs.set({ state }, depth[state]);
  };
}
