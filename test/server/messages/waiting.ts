import { actions } from '../../../actions/index.ts';
import { compileFeature, type Feature, formatProblem } from '../../../engine/index.ts';

/** A feature whose runs wait for what an authority tells by itself. */
export function waitingFeature(): Feature {
  const { feature, problems } = compileFeature(
    {
      'feature.yaml': `
feature: xx/waiting
title: Waits for a notification
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
pipelines:
  issue:
    applies: { country: XX }
    input: input.schema.json
    identity: [invoice.number]
    steps:
      - id: notified
        uses: wait
        with: { message: notification, where: { transmission: =invoice.number }, for: 15d }
      - id: read
        uses: extract
        with: { values: { verdict: /notification/@verdict } }
        in: { document: =steps.notified.document }
    result:
      document: =steps.notified.document
      values: { verdict: =steps.read.verdict }
`,
      'input.schema.json': JSON.stringify({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Invoice',
        description: 'What is waited for.',
        type: 'object',
        additionalProperties: false,
        required: ['number', 'issueDate'],
        properties: {
          number: { title: 'Number', description: 'Its number.', type: 'string' },
          issueDate: { title: 'Date', description: 'Its date.', type: 'string', format: 'date' },
        },
      }),
    },
    { actions },
  );
  if (feature === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  return feature;
}
