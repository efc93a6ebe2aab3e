import { join } from 'node:path';
import { schemaLine } from '../schema-line.ts';
import type { NewFiles } from './write.ts';

/** A feature that checks and passes its case as it stands: rules, a mapping, a connector, a lost answer. */
export function newFeature(name: string, folder: string): NewFiles {
  const [first = ''] = name.split('/');
  const country = /^[a-z]{2}$/.test(first) ? first.toUpperCase() : 'XX';
  const yaml = (file: string, kind: string, text: string): [string, string] => [
    file,
    schemaLine(kind, join(folder, file, '..')) + text,
  ];
  return Object.fromEntries([
    yaml('feature.yaml', 'feature', feature(name, country)),
    ['input.schema.json', input],
    yaml('mappings/document.yaml', 'mapping', mapping),
    yaml('rules/totals.yaml', 'rules', rules),
    yaml('connectors/direct.yaml', 'connector', connector),
    yaml('connectors/codes.yaml', 'codes', codes),
    yaml('cases/invoice/case.yaml', 'case', invoiceCase),
    ['cases/invoice/input.json', invoice(country, '20.00')],
    ['cases/invoice/expected/document.xml', document(country)],
    yaml('cases/wrong-total/case.yaml', 'case', wrongCase),
    ['cases/wrong-total/input.json', invoice(country, '21.00')],
    ['README.md', `# ${name}\n\nWhat it covers, what it needs, and what it leaves to the authority.\n`],
  ]);
}

const feature = (name: string, country: string): string => `feature: ${name}
title: Invoices, sent to the authority
version: 0.1.0
effective: { from: 2020-01-01, by: issueDate }
settings:
  authority: { type: string, enum: [direct], default: direct, summary: Whose connector sends }
  authorityUrl: { type: string, format: uri, summary: Base address of the authority }

pipelines:
  issue:
    title: Issue an invoice
    applies:
      country: ${country}
      documentType: [invoice, credit-note]
    defaults:
      documentType: =invoice.type
    input: input.schema.json
    # What makes a fiscal document one document: it is sent once.
    identity: [invoice.seller.taxId, invoice.number]
    steps:
      - id: accounted
        uses: validate
        with: { rules: rules/totals.yaml }
      - id: document
        uses: transform
        with: { mapping: mappings/document.yaml }
      - id: registered
        uses: authority/register
    result:
      document: =steps.document.document
      values: { receipt: =steps.registered.receipt }
`;

const input = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "Invoice",
  "$ref": "urn:timbre:invoice:1",
  "required": ["totals"],
  "properties": {
    "seller": { "required": ["taxId"] },
    "totals": { "required": ["amountWithoutTax", "amountWithTax"] },
    "lines": { "items": { "required": ["netAmount"] } }
  },
  "unevaluatedProperties": false
}
`;

const mapping = `mapping: document
writes: xml
document:
  Invoice:
    "@number": =invoice.number
    "@date": =invoice.issueDate
    Seller: { "@taxId": =invoice.seller.taxId, $text: =invoice.seller.name }
    Line:
      $for: line in invoice.lines
      "@quantity": =line.quantity
      "@net": =line.netAmount
      $text: =line.item.name
    Total: { "@currency": =invoice.currency, $text: =invoice.totals.amountWithTax }
`;

const rules = `rules:
  - id: TOTAL-LINES
    check: =round(sum(invoice.lines.map(l, l.netAmount)), 2) == round(invoice.totals.amountWithoutTax, 2)
    message: The total without tax is {=text(invoice.totals.amountWithoutTax)}, but the lines give {=text(sum(invoice.lines.map(l, l.netAmount)))}.
    hint: Make totals.amountWithoutTax the sum of the lines.
    path: totals.amountWithoutTax
`;

const connector = `connector: direct
title: The authority itself
operations:
  register:
    in: { document: application/xml }
    steps:
      - id: sent
        uses: call
        in: { document: =inputs.document }
        with:
          url: =settings.authorityUrl + "/invoices"
          document: true
          timeout: 20s
          reply:
            values:
              receipt: { pointer: /receipt }
              code: { pointer: /error/code }
              message: { pointer: /error/message }
        # The first that is proven; anything else is unknown, and asked about.
        outcomes:
          accepted: =reply.status == 201 && has(reply.receipt)
          refused: { codes: connectors/codes.yaml }
          unavailable: { status: [429, 503], notSent: true }
        recover:
          ask:
            - id: asked
              uses: self/ask
          found: =has(steps.asked.receipt)
          absent: =steps.asked.code == "NOT-THERE"
          values: { receipt: =steps.asked.receipt }
          settle: 60s
    out:
      values: { receipt: =steps.sent.receipt }

  ask:
    steps:
      - id: asked
        uses: call
        repeat: safe
        with:
          method: GET
          url: =settings.authorityUrl + "/invoices"
          query: { number: =invoice.number }
          reply:
            values:
              receipt: { pointer: /receipt }
              code: { pointer: /error/code }
        outcomes:
          accepted: =has(reply.receipt) || has(reply.code)
    out:
      values: { receipt: =steps.asked.receipt, code: =steps.asked.code }
`;

const codes = `TAX-ID:
  outcome: refused
  message: The authority does not know the seller.
  hint: Register the seller, then submit again.
  path: seller.taxId
`;

const invoiceCase = `title: The authority registers, its answer is lost, and it is asked
pipeline: issue
settings: { authorityUrl: "https://authority.example" }
at: 2026-03-01T12:00:00Z
replies:
  - { failure: timeout }
  - { status: 200, body: '{ "receipt": "R-1" }' }
expect:
  state: completed
  outcome: accepted
  values: { receipt: R-1 }
  documents: { document: expected/document.xml }
  requests: 2
`;

const wrongCase = `title: A total that the lines do not add up to, with the field to mend
pipeline: issue
settings: { authorityUrl: "https://authority.example" }
at: 2026-03-01T12:00:00Z
replies: []
expect:
  state: failed
  problems: [{ code: RULE_FAILED, path: totals.amountWithoutTax }]
  requests: 0
`;

const invoice = (country: string, total: string): string => `{
  "type": "invoice",
  "number": "F-1",
  "issueDate": "2026-03-01",
  "currency": "EUR",
  "seller": { "name": "Paper Ltd", "taxId": "${country}1", "address": { "country": "${country}" } },
  "buyer": { "name": "Ink Ltd", "address": { "country": "${country}" } },
  "lines": [
    { "id": "1", "quantity": "2", "unit": "H87", "price": { "net": "10.00" }, "netAmount": "20.00", "item": { "name": "Paper" } }
  ],
  "totals": { "amountWithoutTax": "${total}", "amountWithTax": "${total}", "payableAmount": "${total}" }
}
`;

const document = (country: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Invoice number="F-1" date="2026-03-01"><Seller taxId="${country}1">Paper Ltd</Seller><Line quantity="2" net="20.00">Paper</Line><Total currency="EUR">20.00</Total></Invoice>`;
