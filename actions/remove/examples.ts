import type { ActionExample } from '../../engine/action.ts';

export const examples: readonly ActionExample[] = [
  {
    title: 'What the authority does not look at',
    step: `id: bare
uses: remove
with:
  at: /i:Invoice/i:Extra
  namespaces: { i: urn:example:invoice }
`,
    in: {
      document: {
        mediaType: 'application/xml',
        content: '<Invoice xmlns="urn:example:invoice"  total="1" ><Line/><Extra><o/></Extra>\n</Invoice>',
      },
    },
    expect: {
      documents: { document: '<Invoice xmlns="urn:example:invoice"  total="1" ><Line/>\n</Invoice>' },
      values: { removed: 1 },
    },
  },
];
