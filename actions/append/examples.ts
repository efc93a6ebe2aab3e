import type { ActionExample } from '../../engine/action.ts';

const signed =
  '<?xml version="1.0" encoding="UTF-8"?>\n<i:Invoice xmlns:i="urn:example:invoice" seal="MIIB"  total="116.10" >' +
  '<i:Stamp id="S-1"/>\n</i:Invoice>\n';

export const examples: readonly ActionExample[] = [
  {
    title: "A customer's own element behind what is signed",
    step: `id: delivered
uses: append
with:
  into: /i:Invoice
  namespaces: { i: urn:example:invoice }
in: { document: =steps.stamped.document, part: =steps.addenda.document }
`,
    in: {
      document: { mediaType: 'application/xml', content: signed },
      part: { mediaType: 'application/xml', content: '<?xml version="1.0"?>\n<Order number="4711"/>' },
    },
    expect: {
      documents: { document: signed.replace('</i:Invoice>', '<Order number="4711"/></i:Invoice>') },
    },
  },
  {
    title: 'An element that is not there',
    step: `id: delivered
uses: append
with: { into: /Invoice/Addenda }
in: { document: =steps.stamped.document, part: =steps.addenda.document }
`,
    in: {
      document: { mediaType: 'application/xml', content: '<Invoice/>' },
      part: { mediaType: 'application/xml', content: '<Order/>' },
    },
    expect: { problem: 'APPEND_PLACE' },
  },
];
