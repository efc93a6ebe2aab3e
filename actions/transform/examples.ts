import type { ActionExample } from '../../engine/action.ts';

export const examples: readonly ActionExample[] = [
  {
    title: 'An invoice as XML',
    step: `id: invoice
uses: transform
with: { mapping: mappings/invoice.yaml }
`,
    files: {
      'mappings/invoice.yaml': `mapping: invoice
writes: xml
namespaces: { i: urn:example:invoice }
codes:
  type: { invoice: "380", credit-note: "381" }
document:
  i:Invoice:
    "@type": { $codes: type, $value: =invoice.type }
    i:Number: =invoice.number
    i:Line:
      $for: line in invoice.lines
      i:Quantity: =line.quantity
`,
    },
    variables: { invoice: { type: 'invoice', number: 'F-1', lines: [{ quantity: '2' }, { quantity: '0.5' }] } },
    expect: {
      documents: {
        document:
          '<?xml version="1.0" encoding="UTF-8"?>\n<i:Invoice xmlns:i="urn:example:invoice" type="380">' +
          '<i:Number>F-1</i:Number><i:Line><i:Quantity>2</i:Quantity></i:Line>' +
          '<i:Line><i:Quantity>0.5</i:Quantity></i:Line></i:Invoice>',
      },
    },
  },
  {
    title: 'A code that the authority does not have',
    step: `id: invoice
uses: transform
with: { mapping: mappings/invoice.yaml }
`,
    files: {
      'mappings/invoice.yaml': `mapping: invoice
writes: xml
codes:
  type: { invoice: "380" }
document:
  Invoice:
    "@type": { $codes: type, $value: =invoice.type }
`,
    },
    variables: { invoice: { type: 'receipt' } },
    expect: { problem: 'CODE_UNKNOWN' },
  },
  {
    title: 'A request as JSON',
    step: `id: request
uses: transform
with: { mapping: mappings/request.yaml }
`,
    files: {
      'mappings/request.yaml': `mapping: request
writes: json
document:
  number: =invoice.number
  total: { $value: =invoice.total, $type: number }
`,
    },
    variables: { invoice: { number: 'F-1', total: '100.10' } },
    expect: { documents: { document: '{"number":"F-1","total":100.10}' } },
  },
];
