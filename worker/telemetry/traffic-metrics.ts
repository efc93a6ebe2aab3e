import { Counter, Gauge, type Registry } from 'prom-client';
import type { ArrivalResult } from '../../platform/inbound/index.ts';
import type { Tried } from '../../platform/webhooks/index.ts';
import { codeOf } from './code.ts';

/** How much of something waits for somebody, and for how long the oldest of it has. */
export interface Waiting {
  readonly count: number;
  /** Milliseconds; 0 when there is none. */
  readonly oldest: number;
}

/** What comes in and what others are told. Channels and webhooks go by the names that the operator gave them. */
export interface TrafficMetrics {
  /** Something that came in was read. */
  read(channel: string, result: ArrivalResult): void;
  looked(channel: string, thrown: unknown): void;
  unacknowledged(waiting: Waiting): void;
  /** Messages that no run has taken. */
  messages(waiting: Waiting): void;
  tried(tried: Tried): void;
  /** What webhooks are still to be told. */
  untold(waiting: Waiting): void;
}

export function trafficMetrics(registers: Registry[]): TrafficMetrics {
  const arrivals = new Counter({
    name: 'timbre_inbound_total',
    help: 'What came in and was read, by channel: taken when every document in it is a submission, else refused',
    labelNames: ['channel', 'result'],
    registers,
  });
  const failures = new Counter({
    name: 'timbre_channel_failures_total',
    help: 'Looks that came to nothing: into folders and mailboxes, at what is to be read (unread) or told (webhooks)',
    labelNames: ['channel', 'code'],
    registers,
  });
  const tries = new Counter({
    name: 'timbre_webhook_tries_total',
    help: 'Tries to tell a webhook, by what came of them: told, failed or, for the last time, given-up',
    labelNames: ['webhook', 'result'],
    registers,
  });
  const unacknowledged = waitingGauges('timbre_inbound_open', 'What came in and nobody has acknowledged', registers);
  const messages = waitingGauges('timbre_messages_open', 'Messages that no submission has taken', registers);
  const untold = waitingGauges('timbre_webhook_open', 'Changes that webhooks are still to be told of', registers);
  return {
    read: (channel, { problems }) => arrivals.inc({ channel, result: problems.length === 0 ? 'taken' : 'refused' }),
    looked(channel, thrown) {
      if (thrown !== undefined) failures.inc({ channel, code: codeOf(thrown) });
    },
    unacknowledged,
    messages,
    tried: ({ webhook, told, givenUp }) =>
      tries.inc({ webhook, result: told ? 'told' : givenUp ? 'given-up' : 'failed' }),
    untold,
  };
}

function waitingGauges(name: string, help: string, registers: Registry[]): (waiting: Waiting) => void {
  const count = new Gauge({ name, help, registers });
  const age = new Gauge({ name: `${name}_age_seconds`, help: `${help}: how old the oldest is`, registers });
  return ({ count: so, oldest }) => {
    count.set(so);
    age.set(oldest / 1000);
  };
}
