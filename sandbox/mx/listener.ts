import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type AuthorityOptions, type Judgement, judge, refuse } from './authority.ts';
import type { FaultPlan, FaultSchedule } from './fault-plan.ts';
import type { FaultName } from './faults.ts';
import { type Answer, type Scene, send, soapAnswer } from './misbehave.ts';
import { NotXml } from './read-xml.ts';
import { type Acuse, type Operation, readRequest, type StampRequest, writeAcuse, writeFault } from './soap.ts';

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

const PATH = '/servicios/soap/stamp';
/** A request larger than this is not read on. */
const MOST = 32 << 20;

/** The HTTP face: reads, lets the authority judge, lets a fault spoil it, answers. */
export function makeListener(
  authority: AuthorityOptions,
  schedule: () => FaultSchedule,
  requests: PacRequest[],
): RequestListener {
  return (request, response) => {
    if (schedule().perConnection) response.setHeader('connection', 'close');
    const refused = refusedByHttp(request);
    if (refused) {
      send(response, refused);
      return;
    }
    readBody(request)
      .then((body) => answerCall(body, response, { authority, schedule: schedule(), requests }))
      .catch((error: unknown) => giveUp(response, error));
  };
}

function refusedByHttp(request: IncomingMessage): Answer | undefined {
  const text = { 'content-type': 'text/plain; charset=utf-8' };
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  // Finkok's users post to the WSDL's address too.
  if (path !== PATH && path !== `${PATH}.wsdl`) return { status: 404, headers: text, body: 'Not Found' };
  if (request.method !== 'POST') return { status: 405, headers: { ...text, allow: 'POST' }, body: 'POST only' };
  // SOAP 1.1, section 6: "HTTP applications MUST use the media type text/xml".
  const isXml = /^text\/xml\s*(;|$)/i.test(request.headers['content-type'] ?? '');
  return isXml ? undefined : { status: 415, headers: text, body: 'SOAP 1.1 comes as text/xml' };
}

/** The client went away, or the sandbox itself has an error: then it says so, as a server does. */
function giveUp(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) response.destroy();
  else send(response, soapAnswer(writeFault('Server', error instanceof Error ? error.message : String(error)), 500));
}

interface Desk {
  readonly authority: AuthorityOptions;
  readonly schedule: FaultSchedule;
  readonly requests: PacRequest[];
}

function answerCall(body: string, response: ServerResponse, desk: Desk): void {
  const call = readCall(body);
  if ('fault' in call) {
    send(response, soapAnswer(writeFault('Client', call.fault), 500));
    return;
  }
  const { authority, schedule, requests } = desk;
  const struck = schedule.next(call.operation);
  if (struck?.plan.fault === 'stamped-before') judge(call, authority);
  const judgement = struck?.fault.moment === 'before' ? undefined : judge(call, authority);
  requests.push({
    operation: call.operation,
    at: authority.now().toISOString(),
    ...(judgement?.sha256 !== undefined && { sha256: judgement.sha256 }),
    ...(judgement?.code !== undefined && { code: judgement.code }),
    ...(struck && { fault: struck.plan.fault }),
  });
  const scene = sceneOf(call.operation, judgement, { response, authority, plan: struck?.plan });
  if (!struck || struck.plan.fault === 'slow') noteAnswer(judgement, response, authority);
  if (struck) struck.fault.act(scene);
  else send(response, scene.answer());
}

function readCall(body: string): StampRequest | { fault: string } {
  try {
    return readRequest(body);
  } catch (error) {
    if (error instanceof NotXml) return { fault: error.message };
    throw error;
  }
}

function noteAnswer(judgement: Judgement | undefined, response: ServerResponse, { ledger }: AuthorityOptions): void {
  const uuid = judgement?.uuid;
  if (uuid !== undefined) response.once('finish', () => ledger.markAnswered(uuid));
}

interface Stage {
  readonly response: ServerResponse;
  readonly authority: AuthorityOptions;
  readonly plan: FaultPlan | undefined;
}

function sceneOf(operation: Operation, judgement: Judgement | undefined, { response, authority, plan }: Stage): Scene {
  const refused = refuse({ reason: 'credentials', detail: '' }, authority).acuse;
  const honest = judgement?.acuse ?? refused;
  const { stamp, ...rest } = honest;
  const answer = (acuse: Acuse) => (): Answer => soapAnswer(writeAcuse(operation, acuse));
  return {
    response,
    answer: answer(honest),
    variants: {
      wrongUuid: answer(stamp ? { ...rest, stamp: { ...stamp, uuid: anotherUuid(stamp.uuid) } } : honest),
      noUuid: answer(rest),
      wrongPassword: answer(refused),
    },
    delay: plan?.delay ?? 3000,
    retryAfter: plan?.retryAfter ?? 1,
  };
}

/** A well-formed UUID that differs in its first digit. */
const anotherUuid = (uuid: string): string => (uuid.startsWith('0') ? 'F' : '0') + uuid.slice(1);

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MOST) throw new RangeError('The request is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
