import type { ProblemKind } from './kind.ts';

/** Pages for people, in HTML and printed. */
export const pageKinds = {
  HTML_UNSAFE: {
    blame: 'author',
    summary: 'A page would hold what none may: something that runs or loads, or an address that is not of the web.',
    action: 'Use other elements and attributes; only http(s) addresses, and data:image for images.',
  },
  PRINT_EMPTY: { blame: 'author', summary: 'A page to print shows nothing.', action: 'Mend its template.' },
  PRINT_TOO_LONG: {
    blame: 'integrator',
    summary: 'A page is too long to print.',
    action: 'Hand over a PDF of your own, or split the document.',
  },
  PRINT_FAILED: {
    blame: 'author',
    summary: 'A page cannot be laid out on paper.',
    action: 'Mend the style file, or the template, at what is named.',
  },
  PRINT_LETTERS: {
    blame: 'integrator',
    summary: 'A printed page lacks letters that the font does not have; the XML has them.',
    action: 'Hand over a PDF of your own where people need them.',
  },
} as const satisfies Record<string, ProblemKind>;
