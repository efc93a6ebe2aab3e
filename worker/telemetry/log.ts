import { type DestinationStream, destination, type Level, pino } from 'pino';
import type { RunEvent, RunReport } from '../../engine/index.ts';
import type { Tried } from '../../platform/webhooks/index.ts';
import type { AnsweredRequest } from '../answered-request.ts';
import type { Swept } from '../sweeper.ts';
import { codeOf } from './code.ts';

export type LogLevel = Level | 'silent';

/**
 * What happens, as lines of JSON. Each line is made of fields that are named here and hold no text from outside: no message of an
 * error, no address, no header, no business data. What cannot be in a line need not be masked in it.
 */
export interface Log {
  event(event: RunEvent): void;
  turn(run: string, report: RunReport | undefined, thrown: unknown): void;
  sweep(swept: Swept, thrown: unknown): void;
  answered(request: AnsweredRequest): void;
  /** After a look into an inbound channel, whose name is the operator's own. */
  looked(channel: string, found: number, thrown: unknown): void;
  /** After each try to tell a webhook, whose name is the operator's own. */
  told(tried: Tried): void;
  say(message: 'started' | 'stopping' | 'queue left'): void;
}

/** Writes to standard error: standard output is for people. */
export function openLog(part: string, level: LogLevel, to: DestinationStream = destination(2)): Log {
  const log = pino({ level, base: { part, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, to);
  return {
    event({ type, run, ...fields }) {
      const line = { run, ...fields };
      if (told.has(type)) log.info(line, type);
      else log.debug(line, type);
    },
    turn(run, report, thrown) {
      if (thrown !== undefined) return log.warn({ run, ...faultOf(thrown) }, 'turn failed');
      const { state, outcome, problems = [], until, record } = report ?? {};
      const codes = problems.map(({ code }) => code);
      const line = { run, state, outcome, ...(codes.length > 0 && { codes }), ...(until && { until }), ...record };
      if (state === 'held' || state === 'failed') log.warn(line, 'turn');
      else log.info(line, 'turn');
    },
    sweep({ found }, thrown) {
      if (thrown !== undefined) log.warn(faultOf(thrown), 'sweep failed');
      else if (found > 0) log.info({ found }, 'sweep');
    },
    answered({ thrown, ...line }) {
      if (line.status >= 500) log.error({ ...line, ...faultOf(thrown) }, 'request');
      else log.info({ ...line, ...(thrown === undefined ? {} : { code: codeOf(thrown) }) }, 'request');
    },
    looked(channel, found, thrown) {
      if (thrown !== undefined) log.warn({ channel, ...faultOf(thrown) }, 'channel failed');
      else if (found > 0) log.info({ channel, found }, 'channel');
    },
    told({ told, ...line }) {
      if (told) log.info(line, 'webhook');
      else log.warn(line, 'webhook failed');
    },
    say: (message) => (message === 'queue left' ? log.warn(message) : log.info(message)),
  };
}

/** What went on between us and an authority; the rest is for who looks closely. */
const told: ReadonlySet<RunEvent['type']> = new Set(['attempted', 'answered', 'asked', 'paced']);

/** Its code; of a defect of ours also where it was thrown. Never its message, in which anything may stand. */
function faultOf(thrown: unknown): { readonly code: string; readonly at?: readonly string[] } {
  const code = codeOf(thrown);
  if (code !== 'INTERNAL' || !(thrown instanceof Error)) return { code };
  const { stack = '', message } = thrown;
  // The message stands first, and may look like a place itself.
  const places = stack.slice(stack.indexOf(message) + message.length);
  const at = places.split('\n').filter((line) => /^ {4}at .*:\d+:\d+\)?$/.test(line));
  return { code, at: at.slice(0, 8).map((line) => line.trim()) };
}
