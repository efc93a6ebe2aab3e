/** JSON Schema of `with`. */
export const parameters = {
  type: 'object',
  properties: {
    until: {
      type: 'string',
      minLength: 1,
      description: 'The moment, with its offset from UTC, e.g. =dateTime("2026-03-01T00:00:00-06:00").',
    },
    for: {
      type: 'string',
      pattern: '^(=[^]*|\\d{1,5}(ms|s|m|h|d))$',
      description: 'How long, from when the step is first reached, e.g. 90s, 15m, 72h or 3d, or an expression for it.',
    },
    message: {
      type: 'string',
      pattern: '^[a-z][a-z0-9-]{0,59}$',
      description:
        'A message that ends the waiting, by the name it is handed over with; if it has not come by then the run is held.',
    },
    where: {
      type: 'object',
      minProperties: 1,
      maxProperties: 10,
      propertyNames: { pattern: '^[A-Za-z][A-Za-z0-9_]{0,59}$' },
      additionalProperties: {
        type: 'string',
        minLength: 1,
        description: 'A value that the message says of itself, e.g. =steps.sent.id.',
      },
      description: 'Which message: the values that it is handed over with, all of them.',
    },
    mediaType: {
      type: 'string',
      pattern: '^[a-z]+/[A-Za-z0-9.+-]+$',
      description: 'What the message is, as steps after this one take it; application/xml without it.',
    },
  },
  oneOf: [
    { properties: { until: true }, required: ['until'] },
    { properties: { for: true }, required: ['for'] },
  ],
  dependentRequired: { message: ['where'], where: ['message'], mediaType: ['message'] },
  additionalProperties: false,
} as const;
