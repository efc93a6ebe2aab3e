import { defineAction } from '../../engine/action.ts';
import { fail, problem } from '../../engine/errors.ts';
import { below } from '../../engine/source.ts';
import { examples } from './examples.ts';
import { type PrintStyle, readStyle } from './style.ts';

export interface PrintParameters {
  readonly style: string;
}

/** Puts a page that `render` wrote on paper, as PDF/A-3b: for people, and for `embed` to attach the XML to. */
export const printAction = defineAction<PrintParameters, PrintStyle>({
  name: 'print',
  summary: 'Lays a page out on paper: PDF/A-3.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['style'],
    additionalProperties: false,
    properties: {
      style: {
        type: 'string',
        minLength: 1,
        description:
          'Path of a file that says how it is laid out, e.g. representation/print.yaml; see docs/mapping.md.',
      },
    },
  },
  in: { document: { summary: 'The page, as `render` writes it.', mediaTypes: ['text/html'] } },
  out: { document: { summary: 'The PDF.', mediaTypes: ['application/pdf'] } },
  errors: ['PRINT_EMPTY', 'PRINT_TOO_LONG', 'PRINT_FAILED', 'PRINT_LETTERS'],
  examples,
  prepare: ({ style }, loading, at) => readStyle(style, loading, below(at, 'style')),
  async run({ in: { document }, run }, style) {
    if (document === undefined) return fail('INTERNAL', 'print was called without its document');
    const { printPage } = await import('./print.ts');
    const { bytes, missing } = await printPage(document.bytes, style, run.startedAt);
    const documents = { document: { mediaType: 'application/pdf', bytes } };
    return missing.length === 0 ? { documents } : { documents, problems: [strange(missing)] };
  },
});

function strange(letters: readonly string[]) {
  const some = letters
    .slice(0, 10)
    .map((each) => `${each} (U+${each.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')})`);
  const rest = letters.length > some.length ? ` and ${letters.length - some.length} more` : '';
  return problem('PRINT_LETTERS', `The font has no ${some.join(', ')}${rest}: � stands there.`, {
    severity: 'warning',
  });
}
