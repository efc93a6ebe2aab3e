import type { ActionExample } from '../../engine/action.ts';

export const validateExamples: readonly ActionExample[] = [
  {
    title: 'A document by a JSON Schema',
    step: `
id: checked
uses: validate
with: { schema: answer.schema.json }
`,
    files: { 'answer.schema.json': '{"type":"object","required":["uuid"]}' },
    in: { document: { mediaType: 'application/json', content: '{"uuid":"a"}' } },
    expect: { values: { checked: ['answer.schema.json'], skipped: [] } },
  },
  {
    title: 'Business data that breaks a rule',
    step: `
id: checked
uses: validate
with: { rules: rules/lines.yaml }
`,
    files: {
      'rules/lines.yaml': `
rules:
  - id: LINE-QUANTITY
    for: line in invoice.lines
    check: =line.quantity > 0
    message: "Line {line.id} has the quantity {=line.quantity}"
    hint: Make a return a credit note.
    path: lines[{index}].quantity
`,
    },
    variables: {
      invoice: {
        lines: [
          { id: '1', quantity: 1 },
          { id: '2', quantity: 0 },
        ],
      },
    },
    expect: { problem: 'RULE_FAILED' },
  },
];
