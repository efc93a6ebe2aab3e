/** One way of doing what an action does, named after its specification: what it takes besides `profile`. */
export interface ProfileShape {
  readonly summary: string;
  /** JSON Schema of the members of `with` besides `profile`. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

/** The schema of a `with` whose member `profile` decides which other members there are. */
export function byProfile(profiles: Readonly<Record<string, ProfileShape>>): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: { profile: { enum: Object.keys(profiles), description: 'The specification that is followed.' } },
    required: ['profile'],
    allOf: Object.entries(profiles).map(([name, { summary, properties, required }]) =>
      Object.fromEntries([
        ['if', { type: 'object', properties: { profile: { const: name } }, required: ['profile'] }],
        [
          'then',
          {
            type: 'object',
            properties: { profile: { const: name, description: summary }, ...properties },
            required: ['profile', ...required],
            additionalProperties: false,
          },
        ],
      ]),
    ),
  };
}
