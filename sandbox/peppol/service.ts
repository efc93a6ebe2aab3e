import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, jsonAnswer, textAnswer } from '../http/answer.ts';
import type { HttpRequest } from '../http/listener.ts';
import type { Fault } from './faults.ts';
import { invoiceResponse } from './invoice-response.ts';
import { contentOf, type Envelope, faultsOf, refusalOf } from './judge.ts';
import type { Ledger } from './ledger.ts';
import { messageLevelAnswer } from './message-level.ts';
import type { Operation } from './operations.ts';
import type { Transmission } from './transmission.ts';

/** A request that was understood: what it asks for, and doing it. */
export interface Call {
  readonly operation: Operation;
  perform(fault: Fault | undefined): Answer;
}

export interface ServiceOptions {
  readonly ledger: Ledger;
  readonly token: string;
  readonly now: () => Date;
  /** Milliseconds until a document can be found, and until the receiver's access point has said what it says. */
  readonly foundAfter: number;
  readonly statusAfter: number;
  readonly xsd?: ((xml: string) => readonly string[]) | undefined;
  /** The folder where documents are put that come for the sender: what buyers answer. */
  readonly inbox?: string | undefined;
}

/**
 * An access point's interface for its customers, in the plain manner that they have in common: `POST /documents` takes XML with
 * its envelope in the query, `GET /documents?reference=` finds it, `GET /documents/{id}` tells what became of it. Below `/forgetful`
 * the same by one that remembers no reference: each post is sent.
 */
export function serve(request: HttpRequest, options: ServiceOptions): Call | Answer {
  const { method, path, headers } = request;
  const [, forgetful, id] = /^(\/forgetful)?\/documents(?:\/([\w-]+))?$/.exec(path) ?? [];
  if (!/^(\/forgetful)?\/documents(\/[\w-]+)?$/.test(path)) return textAnswer('Not Found', 404);
  if (headers.authorization !== `Bearer ${options.token}`)
    return refused('UNAUTHORIZED', 'The token is not good.', 401);
  if (method === 'POST' && id === undefined)
    return {
      operation: 'send',
      perform: (fault) => send(request, options, { fault, forgetful: forgetful !== undefined }),
    };
  if (method !== 'GET') return textAnswer('GET or POST only', 405);
  if (id !== undefined) return { operation: 'status', perform: () => status(id, options) };
  return { operation: 'find', perform: () => find(request.query.get('reference') ?? '', options) };
}

const refused = (code: string, message: string, status: number): Answer =>
  jsonAnswer({ error: { code, message } }, status);

interface Manner {
  readonly fault: Fault | undefined;
  readonly forgetful: boolean;
}

function send({ query, body }: HttpRequest, options: ServiceOptions, { fault, forgetful }: Manner): Answer {
  const field = (name: string): string => query.get(name) ?? '';
  const envelope: Envelope = {
    sender: field('sender'),
    receiver: field('receiver'),
    documentType: field('documentType'),
    process: field('process'),
  };
  const text = body.toString('utf8');
  const refusal = refusalOf(text, envelope);
  if (refusal) return refused(refusal.code, refusal.message, 422);
  const { ledger, now } = options;
  const reference = field('reference');
  const [before] = forgetful ? [] : ledger.withReference(reference);
  if (before) return jsonAnswer({ error: { code: 'DUPLICATE', message: 'Sent before.' }, ...toldOf(before) }, 409);
  const wrong = faultsOf(text, options.xsd);
  const transmission: Transmission = {
    id: randomUUID(),
    reference,
    sender: envelope.sender,
    receiver: envelope.receiver,
    content: contentOf(text),
    sha256: createHash('sha256').update(body).digest('hex'),
    at: now().toISOString(),
    fate: wrong.length > 0 ? 'rejected' : (fault?.fate ?? 'accepted'),
    manner: fault?.manner ?? 'mls',
    verdict: fault?.verdict ?? 'AP',
    faults: wrong.length > 0 ? wrong : rejectedBy(fault),
  };
  ledger.record(transmission);
  return jsonAnswer(spoilt(toldOf(transmission), fault), 202);
}

const rejectedBy = (fault: Fault | undefined): Transmission['faults'] =>
  fault?.fate === 'rejected' ? [{ location: 'NA', description: 'The receiver takes no invoices.', reason: 'FD' }] : [];

interface Told {
  readonly id: string;
  readonly reference: string;
  readonly sha256: string;
}

const toldOf = ({ id, reference, sha256 }: Transmission): Told => ({ id, reference, sha256 });

function spoilt(told: Told, fault: Fault | undefined): Partial<Told> {
  if (fault?.lie === 'withoutId') return { reference: told.reference };
  return fault?.lie === 'ofAnother' ? { ...told, sha256: told.sha256.replaceAll(/./g, '0') } : told;
}

function find(reference: string, { ledger, now, foundAfter }: ServiceOptions): Answer {
  const ready = (each: Transmission): boolean => now().getTime() - Date.parse(each.at) >= foundAfter;
  return jsonAnswer({ documents: ledger.withReference(reference).filter(ready).map(toldOf) });
}

function status(id: string, { ledger, now, statusAfter, inbox }: ServiceOptions): Answer {
  const transmission = ledger.withId(id);
  if (!transmission) return refused('UNKNOWN', 'There is no such document.', 404);
  const { fate, at } = transmission;
  const decided = new Date(Date.parse(at) + statusAfter);
  if (fate === 'silent' || now() < decided) return jsonAnswer({ ...toldOf(transmission), state: 'sent' });
  if (inbox !== undefined && fate !== 'rejected') deliver(inbox, transmission, decided);
  const response = messageLevelAnswer(transmission, fate, decided);
  return jsonAnswer({ ...toldOf(transmission), state: fate === 'rejected' ? 'rejected' : 'delivered', response });
}

/** The buyer's answer arrives, once, when its invoice has. */
function deliver(inbox: string, transmission: Transmission, at: Date): void {
  const file = join(inbox, `IR-${transmission.id}.xml`);
  mkdirSync(inbox, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, invoiceResponse(transmission, at));
}
