import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, send, textAnswer } from '../http/answer.ts';
import type { AuthorityOptions } from './authority.ts';
import type { FaultPlan, FaultSchedule } from './fault-plan.ts';
import type { Fault, FaultName, Scene } from './faults.ts';
import type { Operation } from './operations.ts';
import type { Call, Circumstances, HttpHead, Outcome, Service } from './service.ts';

/** One request that was understood. */
export interface PacRequest {
  readonly operation: Operation;
  /** RFC 3339. */
  readonly at: string;
  /** SHA-256 of the document, when the request got that far. */
  readonly sha256?: string;
  /** The code that the honest answer has: that of a refusal, or none. */
  readonly code?: string;
  /** The fault that struck. */
  readonly fault?: FaultName;
}

/** A request larger than this is not read on. */
const MOST = 32 << 20;

export interface ListenerOptions {
  readonly services: readonly Service[];
  readonly authority: Pick<AuthorityOptions, 'now' | 'ledger'>;
  readonly schedule: () => FaultSchedule;
  readonly requests: PacRequest[];
}

/** The HTTP face: reads, lets a service judge, lets a fault spoil it, answers. */
export function makeListener(options: ListenerOptions): RequestListener {
  return (request, response) => {
    if (options.schedule().perConnection) response.setHeader('connection', 'close');
    const head = headOf(request);
    const service = options.services.find(({ serves }) => serves(head.path));
    const refused = service ? service.refuses(head) : textAnswer('Not Found', 404);
    if (!service || refused) {
      send(response, refused ?? textAnswer('Not Found', 404));
      return;
    }
    readBody(request)
      .then(async (body) => answerCall(await service.read({ ...head, body }), response, options))
      .catch((error: unknown) => giveUp(service, response, error));
  };
}

function headOf({ url = '/', method = '', headers }: IncomingMessage): HttpHead {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return { method, path: pathname, query: searchParams, headers };
}

/** The client went away, or the sandbox itself has an error: then it says so, as a server does. */
function giveUp(service: Service, response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) response.destroy();
  else send(response, service.broken(error instanceof Error ? error.message : String(error)));
}

function answerCall(call: Call | Answer, response: ServerResponse, options: ListenerOptions): void {
  if ('status' in call) {
    send(response, call);
    return;
  }
  const { authority, schedule, requests } = options;
  const struck = schedule().next(call.operation);
  const circumstances = struck ? circumstancesOf(struck) : {};
  if (struck?.plan.fault === 'stamped-before') call.perform(circumstances);
  const outcome = struck?.fault.moment === 'before' ? undefined : call.perform(circumstances);
  requests.push({
    operation: call.operation,
    at: authority.now().toISOString(),
    ...(outcome?.sha256 !== undefined && { sha256: outcome.sha256 }),
    ...(outcome?.code !== undefined && { code: outcome.code }),
    ...(struck && { fault: struck.plan.fault }),
  });
  const scene = sceneOf(call, outcome, { response, plan: struck?.plan });
  const uuid = outcome?.uuid;
  if (uuid !== undefined && (!struck || struck.fault.tells)) {
    response.once('finish', () => authority.ledger.markAnswered(uuid));
  }
  if (struck) struck.fault.act(scene);
  else send(response, scene.answer());
}

function circumstancesOf({ plan, fault }: { plan: FaultPlan; fault: Fault }): Circumstances {
  if (!fault.acceptance) return {};
  return { acceptance: fault.acceptance, ...(plan.delay !== undefined && { acceptanceAfter: plan.delay }) };
}

interface Stage {
  readonly response: ServerResponse;
  readonly plan: FaultPlan | undefined;
}

function sceneOf(call: Call, outcome: Outcome | undefined, { response, plan }: Stage): Scene {
  const wrongPassword = (): Answer => call.unauthorized();
  return {
    response,
    answer: outcome ? outcome.answer : wrongPassword,
    variants: {
      wrongUuid: outcome ? outcome.wrongUuid : wrongPassword,
      noUuid: outcome ? outcome.noUuid : wrongPassword,
      wrongPassword,
    },
    delay: plan?.delay ?? 3000,
    retryAfter: plan?.retryAfter ?? 1,
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MOST) throw new RangeError('The request is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
