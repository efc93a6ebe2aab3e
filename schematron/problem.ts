import type { Place } from './rules/model.ts';

/** Who must act: who sends the document, or who wrote (or chose) the rule set. */
export type Blame = 'document' | 'rules';

/** The table of codes. A code never changes its meaning. */
export const problemKinds = {
  // --- documents ---
  XML_NOT_WELL_FORMED: { blame: 'document', action: 'Mend the document: it is no well-formed XML with namespaces.' },
  XML_DOCTYPE: { blame: 'document', action: 'Send the document without its document type declaration.' },
  XML_ENCODING: { blame: 'document', action: 'Send the document in UTF-8, as its declaration says.' },
  XML_TOO_LARGE: { blame: 'document', action: 'Send a smaller document, or raise the limit.' },
  XML_TOO_DEEP: { blame: 'document', action: 'Send a document that is less deeply nested, or raise the limit.' },

  // --- rule sets ---
  SCHEMATRON_INVALID: { blame: 'rules', action: 'Mend the rule set: this is no ISO Schematron.' },
  SCHEMATRON_UNSUPPORTED: { blame: 'rules', action: 'See docs/schematron.md for what is supported.' },
  SCHEMATRON_XPATH: { blame: 'rules', action: 'Mend the expression, or see docs/schematron.md for what is supported.' },
  SCHEMATRON_FILE_MISSING: { blame: 'rules', action: 'Put the file where the rule set looks for it.' },
  SCHEMATRON_REFERENCE: { blame: 'rules', action: 'Name a pattern, rule, phase or diagnostic that there is.' },
  SCHEMATRON_DUPLICATE: { blame: 'rules', action: 'Give it a name of its own.' },
} as const satisfies Record<string, { readonly blame: Blame; readonly action: string }>;

export type SchematronCode = keyof typeof problemKinds;

/** Why a document or a rule set cannot be read. The message says `file:line:column  CODE  what and why`. */
export class SchematronProblem extends Error {
  readonly code: SchematronCode;
  readonly place: Place;
  /** What is wrong, without code and place. */
  readonly what: string;

  /** `line` is the text of the place's line, shown with a caret below what is meant. */
  constructor(code: SchematronCode, what: string, place: Place, line?: string) {
    const shown = line === undefined ? '' : `\n${underlined(line, place.column)}`;
    super(`${place.file}:${place.line}:${place.column}  ${code}  ${what}${shown}`);
    this.name = 'SchematronProblem';
    this.code = code;
    this.place = place;
    this.what = what;
  }

  /** What to do about it. */
  get action(): string {
    return problemKinds[this.code].action;
  }
}

const widest = 160;

/** Tabs stay tabs above the caret; of a very long line the part around the caret is shown. */
function underlined(source: string, column: number): string {
  const cut = column > widest ? column - widest / 2 : 0;
  const before = source.slice(cut, column - 1).replace(/[^\t]/g, ' ');
  return `  ${source.slice(cut, cut + widest)}\n  ${before}^`;
}
