import type { JsonSchema, Scope } from '../expression.ts';
import type { Setting } from '../feature.ts';

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

/** The names of every expression of a pipeline but `steps`; `invoice` has the shape of the pipeline's input schema. */
export function pipelineScope(
  input: Readonly<Record<string, unknown>> | undefined,
  settings: Readonly<Record<string, Setting>>,
): Scope {
  return {
    invoice: input ?? true,
    context: {
      type: 'object',
      properties: { legalEntity: text, country: text, documentType: text, channel: text, environment: text },
      additionalProperties: text,
    },
    settings: settingsSchema(settings),
    run: { type: 'object', properties: { id: text, startedAt: text }, additionalProperties: false },
    original,
  };
}

export function settingsSchema(settings: Readonly<Record<string, Setting>>): JsonSchema {
  const known = Object.entries(settings).map(([name, { schema }]) => [name, schema]);
  return { type: 'object', properties: Object.fromEntries(known), additionalProperties: false };
}
