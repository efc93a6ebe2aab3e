import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../../engine/document.ts';
import type { Http, HttpResponse } from '../../engine/http.ts';
import type { Ports, Store } from '../../engine/index.ts';
import { openFeature, ownFeatures } from '../../platform/environment/index.ts';
import { officialArtefacts } from './artefacts.ts';
import { forgetfulStore } from './forgetful.ts';
import { createWorld, issuer, type Submitting, type World } from './world.ts';

/** An invoice, and what the authority answered to it. */
export interface Recorded {
  readonly data: Uint8Array;
  readonly answer: HttpResponse;
  /** sha256 of the request. */
  readonly request: string;
}

/** An engine whose authority answers at once with what was recorded; its store forgets each run when the next one comes. */
export interface Desk {
  issue(recorded: Recorded): Promise<unknown>;
  /** Resolves when all that were issued are on the list. */
  settled(): Promise<void>;
  /** Throws when the last request was not the one that the answer was recorded for. */
  check(recorded: Recorded): void;
}

export interface RecordedWorld {
  readonly key: World['key'];
  readonly recorded: readonly Recorded[];
  open(ports?: Pick<Ports, 'listTogether'>): Desk;
  /** An engine over that store, whose authority answers what was recorded for the request, in any order. */
  engine(store: Store): Submitting;
}

/** Invoices of these numbers of lines and the sandbox's genuine answers to them; undefined without the official XSDs. */
export async function openRecorded(sizes: readonly number[]): Promise<RecordedWorld | undefined> {
  const feature = await openFeature(join(ownFeatures, 'mx', 'cfdi'));
  const artefacts = await officialArtefacts(feature);
  if (artefacts === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'timbre-bench-'));
  try {
    const script = fileURLToPath(new URL('./record.js', import.meta.url));
    const child = spawnSync(process.execPath, [script, folder, ...sizes.map(String)], { stdio: 'inherit' });
    if (child.status !== 0) throw new Error('the answers were not recorded');
    const text = (name: string) => readFileSync(join(folder, name), 'utf8');
    const csd = { privateKeyPem: text('key.pem'), certificatePem: text('certificate.pem') };
    const world = createWorld(feature, artefacts, csd);
    const recorded = sizes.map((_, at): Recorded => {
      const { request, ...answer } = JSON.parse(text(`${at}.json`));
      const body = readFileSync(join(folder, `${at}.body`));
      return { data: readFileSync(join(folder, `${at}.data`)), request, answer: { ...answer, body } };
    });
    return {
      key: world.key,
      recorded,
      open: (ports = {}) => openDesk(world, ports),
      engine: (store) => world.engine(answering(recorded), 'http://127.0.0.1', store),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openDesk(world: World, ports: Pick<Ports, 'listTogether'>): Desk {
  let answer: HttpResponse | undefined;
  let sent: Uint8Array | undefined;
  const send = async ({ body, beforeWrite }: { body?: Uint8Array; beforeWrite?: () => void }) => {
    beforeWrite?.();
    sent = body;
    return answer ?? Promise.reject(new Error('no answer was recorded'));
  };
  const store = forgetfulStore();
  const submitting = world.engine({ send }, 'http://127.0.0.1', store, ports);
  const issue = issuer(submitting);
  return {
    settled: () => submitting.engine.settled(),
    async issue(recorded) {
      store.forget();
      // As it comes from a socket: bytes of its own.
      answer = { ...recorded.answer, body: new Uint8Array(recorded.answer.body) };
      await issue(recorded.data);
    },
    check({ request }) {
      if (sha256(sent ?? '') !== request) throw new Error('another request than the one that was recorded');
    },
  };
}

function answering(recorded: readonly Recorded[]): Http {
  const answers = new Map(recorded.map(({ request, answer }) => [request, answer]));
  return {
    async send({ body, beforeWrite }) {
      beforeWrite?.();
      const answer = answers.get(sha256(body ?? ''));
      if (answer === undefined) throw new Error('another request than those that were recorded');
      return { ...answer, body: new Uint8Array(answer.body) };
    },
  };
}
