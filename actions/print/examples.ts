import type { ActionExample } from '../../engine/action.ts';

const page = `<!DOCTYPE html>
<html lang="en"><head><title>Receipt F-1</title></head><body><h1>Receipt F-1</h1>
<table class="lines"><thead><tr><th>Item</th><th>Amount</th></tr></thead>
<tbody><tr><td>Paper</td><td>10.00</td></tr></tbody></table></body></html>`;

const style = `print: receipt
paper: { size: A4 }
styles:
  body: { fontSize: 9 }
  h1: { fontSize: 14, bold: true, margin: [0, 0, 0, 8] }
  .lines: { widths: ["*", auto] }
  thead tr: { lineBelow: { width: 0.5, color: "#000000" } }
`;

export const examples: readonly ActionExample[] = [
  {
    title: 'A receipt on paper',
    step: 'id: printed\nuses: print\nwith: { style: print.yaml }\nin: { document: =steps.receipt.document }\n',
    files: { 'print.yaml': style },
    in: { document: { mediaType: 'text/html; charset=utf-8', content: page } },
    expect: {},
  },
  {
    title: 'A page with nothing on it',
    step: 'id: printed\nuses: print\nwith: { style: print.yaml }\nin: { document: =steps.receipt.document }\n',
    files: { 'print.yaml': style },
    in: { document: { mediaType: 'text/html; charset=utf-8', content: '<!DOCTYPE html><html><body></body></html>' } },
    expect: { problem: 'PRINT_EMPTY' },
  },
];
