import { createHash } from 'node:crypto';
import { defineAction, type Reply } from '../../../engine/action.ts';
import type { CompiledExpression, Variables } from '../../../engine/expression.ts';
import type { ActionStep, Feature, Pipeline, Recover } from '../../../engine/feature.ts';
import { HttpFailure } from '../../../engine/http.ts';
import type { Pace } from '../../../engine/pacing.ts';
import type { Ports } from '../../../engine/run/ports.ts';
import type { SourceFile } from '../../../engine/source.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import type { Authority } from './authority.ts';
import { decode, encode } from './text.ts';

export { testClock } from '../../clock.ts';
export { Authority, type AuthorityKind, type Fault } from './authority.ts';

export const expression = (source: string, evaluate: (variables: Variables) => unknown): CompiledExpression => ({
  source,
  type: 'dyn',
  evaluate: (variables) => evaluate(variables),
});

export const never = expression('false', () => false);
export const always = expression('true', () => true);

export const get = (source: string): CompiledExpression => {
  const path = source.split('.');
  const evaluate = (variables: Variables) =>
    path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], variables);
  return { source, type: 'dyn', path, evaluate };
};

const file: SourceFile = {
  path: 'feature.yaml',
  text: '',
  data: {},
  place: () => ({ file: 'feature.yaml', line: 1, column: 1 }),
};

/** What an action says of itself that no test here looks at. */
export const described = { summary: '', with: {}, in: {}, out: {}, errors: [], examples: [], prepare: () => ({}) };

const make = defineAction({
  ...described,
  name: 'make',
  effect: 'pure',
  run: ({ variables }) => ({
    documents: {
      document: { mediaType: 'text/plain', bytes: encode(`invoice ${get('invoice.number').evaluate(variables)}`) },
    },
  }),
});

let signatures = 0;
/** Signs differently every time, as ECDSA does. */
const seal = defineAction({
  ...described,
  name: 'seal',
  effect: 'secret',
  async run(context) {
    const signer = await context.signer('key');
    const digest = createHash('sha256')
      .update(context.in.document?.bytes ?? '')
      .digest();
    const signature = await signer.sign(digest, { padding: 'pkcs1', hash: 'sha256' });
    const sealed = `${decode(context.in.document?.bytes ?? new Uint8Array())} #${Buffer.from(signature).toString('hex')} ${++signatures}`;
    return {
      documents: { document: { mediaType: 'text/plain', bytes: encode(sealed) } },
      values: { at: context.signingTime.toISOString() },
    };
  },
});

const number = defineAction({
  ...described,
  name: 'number',
  effect: 'state',
  run: async (context) => ({ values: { number: await context.allocate('serie A', 1) } }),
});

const call = defineAction({
  ...described,
  name: 'call',
  effect: 'external',
  reply: ({ documents, values }) => ({
    status: 200,
    values: { id: values.id ?? null, code: values.code ?? null, hash: null },
    documents: Object.fromEntries(
      Object.entries(documents).map(([name, bytes]) => [name, { mediaType: 'application/json', bytes }]),
    ),
  }),
  async exchange(context, { path }: { path: string }) {
    const password = await context.secret('password');
    const body =
      path === '/find' ? encode(context.in.document?.sha256 ?? '') : (context.in.document?.bytes ?? new Uint8Array());
    return {
      authority: 'authority.example',
      documents: { request: { mediaType: 'text/plain', bytes: body } },
      async send(): Promise<Reply> {
        try {
          const answer = await context.http.send({
            method: 'POST',
            url: `https://authority.example${path}`,
            headers: { authorization: password },
            body,
            timeout: 30_000,
            maxBytes: 1e6,
          });
          const said = JSON.parse(decode(answer.body));
          return {
            status: answer.status,
            ...(answer.headers['retry-after'] && { retryAfter: Number(answer.headers['retry-after']) * 1_000 }),
            values: {
              id: said.id ?? null,
              code: said.code ?? null,
              hash: said.hash ?? null,
              echo: `sent with ${password}`,
            },
            documents: { answer: { mediaType: 'application/json', bytes: answer.body } },
          };
        } catch (error) {
          if (!(error instanceof HttpFailure)) throw error;
          return { notSent: !error.sent, failure: error.message };
        }
      },
    };
  },
});

export const step = (id: string, action: ActionStep['action'], more: Partial<ActionStep> = {}): ActionStep => ({
  kind: 'action',
  id,
  at: { file, path: [] },
  action,
  prepared: {},
  in: {},
  repeatSafe: false,
  ...more,
});

export interface FeatureOptions {
  readonly recover?: Partial<Recover>;
  readonly attempts?: number;
  readonly pace?: Pace;
}

export type TestFeature = Feature & { readonly pipelines: { readonly issue: Pipeline } };

/** make → sealed → numbered → stamped (external, recovered by asking) → a result. */
export function testFeature({ recover = {}, attempts = 4, pace }: FeatureOptions = {}): TestFeature {
  const document = { document: { step: 'sealed', document: 'document' } };
  const asked = step('asked', call, { prepared: { path: '/find' }, in: document, repeatSafe: true });
  const steps: ActionStep[] = [
    step('made', make),
    step('sealed', seal, { in: { document: { step: 'made', document: 'document' } } }),
    step('numbered', number),
    step('stamped', call, {
      prepared: { path: '/stamp' },
      in: document,
      ...(pace && { pace }),
      retry: { attempts, first: 1_000, factor: 2, longest: 8_000 },
      outcomes: {
        rules: [
          {
            outcome: 'accepted',
            expression: expression('reply.id != ""', (v) => typeof get('reply.id').evaluate(v) === 'string'),
          },
          { outcome: 'duplicate', code: ['307'] },
          { outcome: 'refused', codes: { '301': { outcome: 'refused', message: 'not valid', hint: 'mend it' } } },
          { outcome: 'unavailable', status: [429, 503], notSent: true },
        ],
      },
      recover: {
        ask: [asked],
        found: expression('steps.asked.id != ""', (v) => typeof get('steps.asked.id').evaluate(v) === 'string'),
        absent: expression('steps.asked.code == "603"', (v) => get('steps.asked.code').evaluate(v) === '603'),
        documents: { answer: { step: 'asked', document: 'answer' } },
        values: { id: get('steps.asked.id') },
        settle: 60_000,
        startWithin: 5_000,
        every: 5_000,
        attempts: 5,
        ...recover,
      },
    }),
  ];
  const issue: Pipeline = {
    name: 'issue',
    title: 'Issue',
    applies: {},
    defaults: {},
    input: { schema: {}, check: () => [] },
    attachments: {},
    identity: [get('invoice.number')],
    toldApartBy: [],
    recognises: [],
    cancels: false,
    steps,
    result: {
      documents: { document: { step: 'sealed', document: 'document' } },
      values: { id: get('steps.stamped.id'), number: get('steps.numbered.number') },
    },
    scope: {},
  };
  return {
    id: 'test/stamp',
    title: 'Test',
    version: '1.0.0',
    digest: 'd'.repeat(64),
    files: {},
    effective: { from: '2020-01-01', by: 'issueDate' },
    settings: {},
    connectors: {},
    secrets: { key: { kind: 'certificate' }, password: { kind: 'secret' } },
    artefacts: {},
    pipelines: { issue },
  };
}

export const password = 'canary-pa55word';

let nonces = 0;

export function testPorts(
  feature: Feature,
  authority: Authority,
  clock: Ports['clock'],
  store: Store = memoryStore(),
): Ports {
  return {
    store,
    clock,
    http: authority.http,
    chance: {
      next: () => 0.5,
      nonce: () => (++nonces).toString(16).padStart(16, '0'),
    },
    artefacts: { get: async () => undefined },
    environment: {
      name: 'local',
      artefactsOptional: true,
      settings: () => ({}),
      secretName: (_feature, _context, secret) => secret,
    },
    compile: () => feature,
    vault: {
      secret: async () => password,
      clientIdentity: async () => Promise.reject(new Error('not used')),
      signer: async () => ({
        certificate: undefined as never,
        chain: [],
        sign: async (digest) => digest,
        signMessage: async (message) => message,
      }),
    },
  };
}

export const invoice = (number: string) => encode(JSON.stringify({ number }));
