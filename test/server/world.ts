import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clockOf, openSandboxed } from '../../cli/sandbox/open.ts';
import type { Store } from '../../engine/index.ts';
import { localConfig, ownFeatures } from '../../platform/environment/index.ts';
import { openInbound } from '../../platform/inbound/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import type { SandboxFault } from '../../sandbox/index.ts';
import { opening } from '../../scripts/services/opened.ts';
import type { Desk } from '../../server/desk.ts';
import { hashOf, newKey, openAccess, type RunningServer, startServer } from '../../server/index.ts';
import { inProcess, type Watch } from '../../worker/index.ts';

export type Invoice = Record<string, unknown> & { number: string; lines: Record<string, unknown>[] };

export const sample = (): Invoice =>
  JSON.parse(readFileSync(join(ownFeatures, 'mx/cfdi/cases/invoice/input.json'), 'utf8'));

/** A cancellation of what a submission issued. */
export const cancellationOf = (original: string) => ({
  invoice: {
    type: 'cancellation',
    issueDate: '2026-03-01',
    seller: { taxId: 'EKU9003173C9' },
    original: { reasonCode: '02' },
  },
  context: { country: 'MX', legalEntity: 'acme' },
  original,
});

/** What may be done, and for whom, with each key. */
const holders = {
  acme: { scopes: ['submit', 'read', 'operate'], legalEntities: ['acme'] },
  bolt: { scopes: ['submit', 'read', 'operate'], legalEntities: ['bolt'] },
  reader: { scopes: ['read'], legalEntities: ['acme'] },
  writer: { scopes: ['submit'], legalEntities: ['acme'] },
  operator: { scopes: ['read', 'operate'] },
} as const;
export type Holder = keyof typeof holders;

export interface World {
  readonly server: RunningServer;
  readonly store: Store;
  /** What callers and the vault must keep to themselves. */
  readonly secrets: readonly string[];
  /** Asks as somebody; `nobody` sends no key. */
  ask(who: Holder | 'nobody', path: string, init?: Ask): Promise<Answer>;
  /** The answer as it comes, for one that does not end. */
  open(who: Holder, path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Submits the sample under a number of its own. */
  submit(who: Holder, number: string, more?: Partial<Submission>): Promise<Answer>;
  /** How a submission stands once it is neither scheduled nor executing. */
  settled(who: Holder, id: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** As the test knows it to be. */
  readonly body: ReturnType<typeof JSON.parse>;
}

export interface Submission {
  readonly key: string;
  readonly invoice: unknown;
  readonly context: Readonly<Record<string, string>>;
}

interface Told extends Partial<Pick<Desk, 'metrics' | 'answered' | 'deployed'>> {
  readonly watch?: Watch;
}

/** The HTTP interface over the Mexican feature, its sandbox as the authority, runs worked on in this process. */
export async function openWorld(
  faults: readonly SandboxFault[] = [],
  wrap = (store: Store) => store,
  { watch, ...told }: Told = {},
): Promise<World> {
  const home = mkdtempSync(join(tmpdir(), 'timbre-server-'));
  const folder = join(ownFeatures, 'mx/cfdi');
  const feature = await opening(folder);
  const keys = Object.fromEntries(Object.keys(holders).map((name) => [name, newKey()]));
  const store = wrap(memoryStore());
  const invoice = sample();
  const environment = await openSandboxed({
    config: localConfig(home),
    feature,
    featureFolder: folder,
    invoice,
    faults,
    clock: clockOf(invoice),
    home,
    ports: { store },
    ...(watch && { observe: watch.event }),
  });
  const queue = inProcess(() => environment.engine, { ...(watch && { onTurn: watch.turn }) });
  const access = openAccess({
    keys: Object.entries(holders).map(([name, holder]) => ({ name, sha256: hashOf(keys[name] ?? ''), ...holder })),
  });
  const { engine, ports } = environment;
  const { deployed = async () => [feature], ...others } = told;
  const inbound = openInbound({
    ...{ engine, deployed, store: ports.store, clock: ports.clock, largest: 1_000_000 },
    channels: [{ name: 'portal', legalEntity: 'acme' }, { name: 'central' }],
    queue: (run) => queue.add(run),
  });
  const desk = { engine, queue, clock: ports.clock, deployed, inbound, largest: 1_000_000, ...others };
  const server = await startServer({ desk, access });
  const ask: World['ask'] = async (who, path, { method = 'GET', body, headers = {} } = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: {
        ...(who === 'nobody' ? {} : { authorization: `Bearer ${keys[who]}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    });
    const json = /json/.test(response.headers.get('content-type') ?? '');
    const read = json ? await response.json() : Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, body: read };
  };
  return {
    server,
    store,
    secrets: [...Object.values(keys), ...secretsIn(join(home, 'vault'))],
    ask,
    open: (who, path, headers = {}) =>
      fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${keys[who]}`, ...headers } }),
    submit(who, number, { key, invoice: given = { ...sample(), number }, context } = {}) {
      const owner = who === 'bolt' ? 'bolt' : 'acme';
      const body = { invoice: given, context: { country: 'MX', legalEntity: owner, ...context } };
      return ask(who, '/submissions', { method: 'POST', body, headers: { 'idempotency-key': key ?? number } });
    },
    async settled(who, id) {
      for (;;) {
        const answer = await ask(who, `/submissions/${id}`);
        if (answer.status !== 200 || !['scheduled', 'executing'].includes(answer.body.state)) return answer;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async close() {
      await server.close();
      await queue.close();
      await environment.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The texts of a folder vault, and its certificates with their keys. */
const secretsIn = (vault: string): string[] =>
  readdirSync(vault).map((name) => readFileSync(join(vault, name), name.endsWith('.pfx') ? 'base64' : 'utf8').trim());
