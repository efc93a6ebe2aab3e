import type { JsonSchema, Scope } from '../expression.ts';
import type { AttachmentPort, Setting } from '../feature.ts';
import { attachmentsSchema } from './attachments.ts';
import type { PipelineYaml } from './shapes.ts';

const text = { type: 'string' };

/** The run that the submission is related to: what it issued, and from which business data. Absent without one. */
const original = {
  type: 'object',
  properties: {
    run: text,
    values: { type: 'object', additionalProperties: true },
    invoice: { $ref: 'urn:timbre:invoice:1' },
  },
  additionalProperties: false,
};

/** What is known of a submission besides its business data: what there always may be, and the fields that the pipeline asks for. */
export function contextSchema({ applies, defaults = {} }: PipelineYaml): JsonSchema {
  const always = ['legalEntity', 'country', 'documentType', 'channel', 'environment'];
  const fields = new Set([...always, ...Object.keys(applies), ...Object.keys(defaults)]);
  const properties = Object.fromEntries([...fields].map((field) => [field, text]));
  return { type: 'object', properties, additionalProperties: text };
}

/** The names of every expression of a pipeline but `steps`; `invoice` has the shape of the pipeline's input schema. */
export function pipelineScope(
  input: Readonly<Record<string, unknown>> | undefined,
  context: JsonSchema,
  settings: Readonly<Record<string, Setting>>,
  attachments: Readonly<Record<string, AttachmentPort>>,
): Scope {
  return {
    invoice: input ?? true,
    context,
    settings: settingsSchema(settings),
    attachments: attachmentsSchema(attachments),
    run: { type: 'object', properties: { id: text, startedAt: text }, additionalProperties: false },
    original,
  };
}

export function settingsSchema(settings: Readonly<Record<string, Setting>>): JsonSchema {
  const known = Object.entries(settings).map(([name, { schema }]) => [name, schema]);
  return { type: 'object', properties: Object.fromEntries(known), additionalProperties: false };
}
