import { type Action, defineAction } from '../../../engine/action.ts';
import { below } from '../../../engine/source.ts';

const text = { type: 'string', description: 'A text.' };

interface Write {
  readonly text: string;
  readonly form?: string;
}

const write = defineAction<Write, unknown>({
  name: 'write',
  summary: 'Writes a text.',
  effect: 'pure',
  with: { type: 'object', required: ['text'], additionalProperties: false, properties: { text, form: text } },
  in: {},
  out: { document: { summary: 'What was written.', mediaTypes: ['text/plain'] } },
  errors: [],
  examples: [],
  prepare(parameters, loading, at) {
    if (parameters.form !== undefined) loading.file(parameters.form, below(at, 'form'));
    return loading.expression(parameters.text, below(at, 'text'), { expects: 'string' });
  },
  run: () => ({}),
});

interface Seal {
  readonly key: string;
  readonly schema?: string;
}

const seal = defineAction<Seal, unknown>({
  name: 'seal',
  summary: 'Seals a text.',
  effect: 'secret',
  with: { type: 'object', required: ['key'], additionalProperties: false, properties: { key: text, schema: text } },
  in: { document: { summary: 'The text.', mediaTypes: ['text/plain'] } },
  out: { document: { summary: 'The sealed text.', mediaTypes: ['text/plain'] } },
  errors: [],
  examples: [],
  prepare(parameters, loading, at) {
    if (!loading.secret(parameters.key, 'certificate', below(at, 'key'))) return undefined;
    if (parameters.schema !== undefined) loading.artefact(parameters.schema, below(at, 'schema'));
    return { mediaType: loading.inputs.document?.mediaType };
  },
  run: async () => ({}),
});

interface Post {
  readonly url: string;
  readonly timeout?: string;
  readonly values?: readonly string[];
}

const post = defineAction<Post, unknown>({
  name: 'post',
  summary: 'Posts a document.',
  effect: 'external',
  with: {
    type: 'object',
    required: ['url'],
    additionalProperties: false,
    properties: { url: text, timeout: { ...text, default: '30s' }, values: { type: 'array', items: text } },
  },
  in: { document: { summary: 'What is posted.', optional: true } },
  out: { document: { summary: 'The answer.', mediaTypes: ['application/xml'] } },
  outputs: ({ values = [] }) => ({ values: Object.fromEntries(values.map((name) => [name, { type: 'string' }])) }),
  errors: [],
  examples: [],
  prepare: (parameters, loading, at) => loading.expression(parameters.url, below(at, 'url'), { expects: 'string' }),
  exchange: async () => ({ documents: {}, send: async () => ({}) }),
});

const look = defineAction<object, unknown>({
  name: 'look',
  summary: 'Looks at nothing and leaves nothing.',
  effect: 'pure',
  with: { type: 'object', additionalProperties: false },
  in: {},
  out: {},
  errors: [],
  examples: [],
  prepare: () => ({}),
  run: () => ({}),
});

/** Small actions of every kind that loading tells apart. */
export const actions: readonly Action[] = [write, seal, post, look];
