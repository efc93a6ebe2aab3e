import type { RequestListener, ServerResponse } from 'node:http';
import { type Answer, send, textAnswer } from '../http/answer.ts';
import { type HttpRequest, makeListener } from '../http/listener.ts';
import type { AuthorityOptions } from './authority.ts';
import type { FaultPlan, FaultSchedule } from './fault-plan.ts';
import type { Fault, FaultName, Scene } from './faults.ts';
import type { Operation } from './operations.ts';
import type { Call, Circumstances, Outcome, Service } from './service.ts';

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

export interface ListenerOptions {
  readonly services: readonly Service[];
  readonly authority: Pick<AuthorityOptions, 'now' | 'ledger'>;
  readonly schedule: () => FaultSchedule;
  readonly requests: PacRequest[];
}

/** Lets a service judge, lets a fault spoil it, answers. */
export const listenerOf = (options: ListenerOptions): RequestListener =>
  makeListener({
    perConnection: () => options.schedule().perConnection,
    serviceOf(head) {
      const service = options.services.find(({ serves }) => serves(head.path));
      if (!service) return textAnswer('Not Found', 404);
      const answer = async (request: HttpRequest, response: ServerResponse): Promise<void> =>
        answerCall(await service.read(request), response, options);
      return service.refuses(head) ?? { answer, broken: service.broken };
    },
  });

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
