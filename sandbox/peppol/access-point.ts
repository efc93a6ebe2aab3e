import type { RequestListener, ServerResponse } from 'node:http';
import { type Answer, send, textAnswer } from '../http/answer.ts';
import { makeListener } from '../http/listener.ts';
import { openPort } from '../http/port.ts';
import { type FaultPlan, type FaultSchedule, scheduleFaults } from './faults.ts';
import { openLedger } from './ledger.ts';
import type { Operation } from './operations.ts';
import { type Call, type ServiceOptions, serve } from './service.ts';
import type { Transmission } from './transmission.ts';

export interface AccessPointOptions {
  /** 0, any free port, when left out. Always on 127.0.0.1. */
  readonly port?: number;
  readonly faults?: readonly FaultPlan[];
  /** Milliseconds until a document can be found; 4000 when left out. */
  readonly foundAfter?: number;
  /** Milliseconds until the receiver's access point has answered; a minute when left out. */
  readonly statusAfter?: number;
  /** XSD validation: what is wrong with a document. Not done when left out. */
  readonly xsd?: (xml: string) => readonly string[];
  readonly clock?: () => Date;
  /** The folder where what buyers answer is put; they answer nothing when left out. */
  readonly inbox?: string;
  /** Keeps what was sent in a file of JSON lines, and begins with what is in it. */
  readonly ledgerFile?: string;
}

export interface AccessPoint {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The token that it wants. */
  readonly token: string;
  /** Every document that went into the network, told or not. */
  readonly transmissions: readonly Transmission[];
  /** Every request that was understood, in the order of arrival. */
  readonly requests: readonly Operation[];
  /** Drops what is open and frees the port. */
  close(): Promise<void>;
}

const token = 'sandbox-token';

/** A Peppol access point on this machine, with all the others behind it; it misbehaves on demand. */
export async function startAccessPoint(options: AccessPointOptions = {}): Promise<AccessPoint> {
  const { clock = () => new Date(), foundAfter = 4000, statusAfter = 60_000, xsd, inbox, faults = [] } = options;
  const ledger = openLedger(options.ledgerFile);
  const schedule = scheduleFaults(faults, 1);
  const requests: Operation[] = [];
  const service: ServiceOptions = { ledger, token, now: clock, foundAfter, statusAfter, xsd, inbox };
  const port = await openPort(listenerOf(service, schedule, requests), options.port ?? 0, () => schedule);
  await port.setOpen(!schedule.closed);
  return {
    url: `http://127.0.0.1:${port.number}`,
    token,
    transmissions: ledger.transmissions,
    requests,
    close: () => port.setOpen(false),
  };
}

/** Does it, lets a fault spoil it, answers. */
const listenerOf = (service: ServiceOptions, schedule: FaultSchedule, requests: Operation[]): RequestListener =>
  makeListener({
    perConnection: () => schedule.perConnection,
    serviceOf: () => ({
      answer: (request, response) => answer(serve(request, service), response, schedule, requests),
      broken: (message) => textAnswer(message, 500),
    }),
  });

function answer(call: Call | Answer, response: ServerResponse, schedule: FaultSchedule, requests: Operation[]): void {
  if ('status' in call) {
    send(response, call);
    return;
  }
  requests.push(call.operation);
  const struck = schedule.next(call.operation);
  const unread = (): Answer => textAnswer('', 500);
  const done = struck?.fault.moment === 'before' ? undefined : call.perform(struck?.fault);
  if (!struck) {
    send(response, done ?? unread());
    return;
  }
  const { delay = 3000, retryAfter = 1 } = struck.plan;
  struck.fault.act({ response, answer: () => done ?? unread(), delay, retryAfter });
}
