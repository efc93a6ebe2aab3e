import type { ActionExample } from '../../engine/action.ts';

const template = `mapping: receipt
writes: html
labels:
  en: { title: Receipt, total: Total, comma: ",", point: "." }
  de: { title: Quittung, total: Summe, comma: ".", point: "," }
document:
  html:
    "@lang": =language
    head:
      meta: { "@charset": utf-8 }
      title: =labels.title + " " + invoice.number
      style: { $file: receipt.css }
    body:
      h1: =labels.title + " " + invoice.number
      p:
        - $text: =labels.total + " " + grouped(decimal(invoice.total), 2, labels.comma, labels.point)
        - { "@class": note, $text: =invoice.note }
`;

export const examples: readonly ActionExample[] = [
  {
    title: 'A receipt, in the language of the buyer',
    step: `id: receipt
uses: render
with: { template: receipt.yaml, language: =invoice.language }
`,
    files: { 'receipt.yaml': template, 'receipt.css': '.note { color: #333 }' },
    variables: { invoice: { number: 'F-1', total: '1234.5', language: 'de-AT', note: '5 < 6' } },
    expect: {
      documents: {
        document:
          '<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>Quittung F-1</title>' +
          '<style>.note { color: #333 }</style></head><body><h1>Quittung F-1</h1><p>Summe 1.234,50</p>' +
          '<p class="note">5 &lt; 6</p></body></html>\n',
      },
    },
  },
  {
    title: 'An address that a page must not have',
    step: 'id: page\nuses: render\nwith: { template: page.yaml }\n',
    files: {
      'page.yaml': `mapping: page
writes: html
document:
  html:
    body:
      a: { "@href": =invoice.link, $text: Pay }
`,
    },
    variables: { invoice: { link: 'javascript:alert(1)' } },
    expect: { problem: 'HTML_UNSAFE' },
  },
];
