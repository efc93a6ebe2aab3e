import type { ActionExample } from '../../engine/action.ts';

const mapping = `mapping: invoice
writes: xml
namespaces: { i: urn:example:invoice }
codes:
  type: { invoice: "380", credit-note: "381" }
document:
  i:Invoice:
    "@type": { $codes: type, $value: =invoice.type }
    "@seal": { $readOnly: true }
    i:Number: =invoice.number
    i:Issued:
      $value: =invoice.issueDate + "T" + invoice.issueTime
      $read: { invoice.issueDate: "=substring(value, 0, 10)", invoice.issueTime: "=substring(value, 11)" }
    i:Count: { $value: =size(invoice.lines), $writeOnly: true }
    i:Line:
      $for: line in invoice.lines
      i:Quantity: =line.quantity
`;

const step = `id: data
uses: parse
with: { mapping: mappings/invoice.yaml }
`;

const document = (content: string) => ({ document: { mediaType: 'application/xml', content } });

export const examples: readonly ActionExample[] = [
  {
    title: "Somebody else's invoice as business data",
    step,
    files: { 'mappings/invoice.yaml': mapping },
    in: document(
      '<Invoice xmlns="urn:example:invoice" type="381" seal="x"><Line><Quantity>2</Quantity></Line>' +
        '<Number>F-1</Number><Issued>2026-03-01T10:00:00Z</Issued><Line><Quantity>0.50</Quantity><Colour>red</Colour></Line></Invoice>',
    ),
    variables: { invoice: {} },
    expect: {
      documents: {
        data:
          '{"type":"credit-note","lines":[{"quantity":"2"},{"quantity":"0.50"}],"number":"F-1",' +
          '"issueDate":"2026-03-01","issueTime":"10:00:00Z"}',
      },
      values: { notUnderstood: ['/i:Invoice/i:Line[2]/i:Colour'] },
    },
  },
  {
    title: 'A document of another kind',
    step,
    files: { 'mappings/invoice.yaml': mapping },
    in: document('<Order xmlns="urn:example:order"/>'),
    variables: { invoice: {} },
    expect: { problem: 'PARSE_OTHER_DOCUMENT' },
  },
];
