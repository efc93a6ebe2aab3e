import { filterWords, problemKinds } from '../../engine/index.ts';
import type { Schema } from './described.ts';

/** A field of each name, all of them always there but the `optional` ones. */
export function object(
  description: string,
  properties: Record<string, Schema>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', description, properties, required, additionalProperties: false };
}

export function text(description: string): Schema {
  return { type: 'string', description };
}

export function time(description: string): Schema {
  return { type: 'string', format: 'date-time', description };
}

export function texts(description: string): Schema {
  return { type: 'object', description, additionalProperties: { type: 'string' } };
}

export function values(description: string): Schema {
  return { type: 'object', description, additionalProperties: true };
}

export function list(description: string, items: Schema): Schema {
  return { type: 'array', description, items };
}

export function nullable(schema: Schema): Schema {
  const { description, ...rest } = schema;
  return { description, anyOf: [rest, { type: 'null' }] };
}

export function links(...names: string[]): Schema {
  return object('Where more is.', Object.fromEntries(names.map((name) => [name, { type: 'string' }])));
}

/** What is known of whatever came in, before it is read. */
export function arrived(): Record<string, Schema> {
  return {
    channel: text('By which channel it came.'),
    legalEntity: nullable(text('Whose it is.')),
    name: text('Its file name.'),
    mediaType: text('What it was said to be.'),
    sha256: text('sha256 of its bytes, hexadecimal; empty where it was too large to be kept.'),
    size: { type: 'integer', minimum: 0, description: 'Bytes.' },
    receivedAt: time('When it came in.'),
  };
}

export function state(): Schema {
  return { enum: filterWords.states, description: 'How far it is.' };
}

export function outcome(): Schema {
  return { enum: filterWords.outcomes.filter((each) => each !== 'none'), description: 'What the authority said.' };
}

export function says(): Schema {
  return {
    enum: filterWords.says,
    description:
      'What it says of the document that it speaks of: the word of a buyer, not the outcome at the authority.',
  };
}

export function code(): Schema {
  return { enum: Object.keys(problemKinds), description: 'What kind of problem; a code never changes its meaning.' };
}
