import { actions } from '../../../actions/index.ts';
import { compileFeature, formatProblem } from '../../../engine/index.ts';
import { localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { type Channel, openInbound } from '../../../platform/inbound/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';

/** A feature that reads notes; one that takes PDFs reads what is in them itself. */
export function noteFeature({ takesPdf = false } = {}) {
  const { feature, problems } = compileFeature(
    {
      'feature.yaml': `
feature: xx/note
title: Reads notes
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
pipelines:
  receive:
    recognises: { element: Note, namespace: 'urn:note' }
    applies: { country: XX }
    input: input.schema.json
    attachments: ${takesPdf ? '{ pdf: { mediaType: application/pdf, required: true, summary: The note } }' : '{}'}
    identity: []
    steps:
      - id: unpacked
${
  takesPdf
    ? `        uses: decode
        with: { form: pdf, mediaType: application/xml, entry: note.xml }
        in: { document: =attachments.pdf }`
    : `        uses: extract
        with: { documents: { document: { pointer: /document, required: true } } }
        in: { document: =input }`
}
      - id: read
        uses: extract
        with: { namespaces: { n: 'urn:note' }, values: { number: { xpath: /n:Note/@number, required: true } } }
        in: { document: =steps.unpacked.documents.document }
    result:
      document: =steps.unpacked.documents.document
      values: { number: =steps.read.number }
`,
      'input.schema.json': JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'A note that came in',
        description: 'As it came.',
        type: 'object',
        additionalProperties: false,
        required: ['type', 'issueDate', ...(takesPdf ? [] : ['document'])],
        properties: {
          type: { title: 'Type', description: 'Always received.', const: 'received' },
          issueDate: { title: 'Day', description: 'When it came.', type: 'string', format: 'date' },
          document: { title: 'Document', description: 'Its text.', type: 'string' },
        },
      }),
    },
    { actions },
  );
  if (feature === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return feature;
}

/** What comes in by one channel, with all in memory. */
export function openWorld(
  channel: Channel = { name: 'post', legalEntity: 'acme' },
  store = memoryStore(),
  feature = noteFeature(),
) {
  const features = [feature];
  let now = Date.parse('2026-11-22T12:00:00Z');
  const clock = { now: () => new Date(now), monotonic: () => now, sleep: async () => {} };
  const environment = openEnvironment(localConfig('/nowhere'), { store, clock });
  const { engine } = environment;
  const queued: string[] = [];
  const inbound = openInbound({
    ...{ store, clock, engine, channels: [channel], largest: 100_000 },
    deployed: async () => features,
    queue: async (run) => void queued.push(run),
  });
  const open = async () => {
    const all = [];
    for await (const each of inbound.open()) all.push(each);
    return all;
  };
  return {
    inbound,
    engine,
    clock,
    store,
    features,
    channel,
    queued,
    open,
    later: (milliseconds: number) => (now += milliseconds),
  };
}
