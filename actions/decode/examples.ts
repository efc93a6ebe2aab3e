import type { ActionExample } from '../../engine/action.ts';

export const examples: readonly ActionExample[] = [
  {
    title: 'XML out of base64',
    step: 'id: opened\nuses: decode\nwith: { form: base64, mediaType: application/xml }\n',
    in: { document: { mediaType: 'text/plain', content: 'PGEv\nPg==' } },
    expect: { documents: { document: '<a/>' } },
  },
  {
    title: 'Not base64',
    step: 'id: opened\nuses: decode\nwith: { form: base64 }\n',
    in: { document: { mediaType: 'text/plain', content: '<html/>' } },
    expect: { problem: 'DECODE_MALFORMED' },
  },
  {
    title: 'More than is allowed',
    step: 'id: opened\nuses: decode\nwith: { form: base64, maxBytes: 3 }\n',
    in: { document: { mediaType: 'text/plain', content: 'PGEvPg==' } },
    expect: { problem: 'DECODE_TOO_LARGE' },
  },
  {
    title: 'The invoice in a PDF, by the names it has had',
    step: `id: invoice
uses: decode
with:
  form: pdf
  mediaType: application/xml
  entry: [factur-x.xml, zugferd-invoice.xml, ZUGFeRD-invoice.xml]
`,
    in: { document: { mediaType: 'application/pdf', content: 'hello' } },
    expect: { problem: 'PDF_UNREADABLE' },
  },
];
