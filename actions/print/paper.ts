import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fail } from '../../engine/errors.ts';
import type { Content } from './content.ts';
import type { Margin, Paper } from './style.ts';

interface Printer {
  setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
  setUrlAccessPolicy(allows: (url: string) => boolean): void;
  setLocalAccessPolicy(allows: (path: string) => boolean): void;
  createPdf(definition: unknown): { getStream(): Promise<Sheaf>; getBuffer(): Promise<Uint8Array> };
}

/** The PDF before it is closed. */
interface Sheaf {
  readonly metadata: { append(xml: string, newline?: boolean): void };
}

/** What goes on sheets. */
export interface Sheets {
  readonly content: Content;
  readonly paper: Paper;
  readonly title: string;
  readonly language: string | undefined;
  /** What the PDF says of when it was made: the same page gives the same bytes. */
  readonly at: Date;
}

const margin: Margin = [45, 40, 45, 45];
const require = createRequire(import.meta.url);
const fonts = join(dirname(require.resolve('pdfmake/package.json')), 'fonts', 'Roboto');

/** Roboto, in the weights that are used; what a page uses of it is in the PDF. */
const weights = {
  normal: join(fonts, 'Roboto-Regular.ttf'),
  bold: join(fonts, 'Roboto-Medium.ttf'),
  italics: join(fonts, 'Roboto-Italic.ttf'),
  bolditalics: join(fonts, 'Roboto-MediumItalic.ttf'),
};
export const font = weights.normal;

let opened: Printer | undefined;

/**
 * Lays content out as PDF/A-3b (ISO 19005-3). Nothing is loaded but the letters.
 *
 * @throws TimbreError PRINT_FAILED
 */
export async function putOnPaper({ content, paper, title, language, at }: Sheets): Promise<Uint8Array> {
  const { size, landscape = false, pageNumbers = true } = paper;
  const definition = {
    content: [content],
    pageSize: size,
    pageOrientation: landscape ? 'landscape' : 'portrait',
    pageMargins: paper.margin ?? margin,
    ...(pageNumbers ? { footer: numbered(paper.margin ?? margin) } : {}),
    info: { title, creationDate: at, modDate: at },
    ...(language === undefined ? {} : { language }),
    version: '1.7',
    subset: 'PDF/A-3b',
    displayTitle: true,
  };
  try {
    const pdf = printer().createPdf(definition);
    escapeTitle(await pdf.getStream(), title);
    return await pdf.getBuffer();
  } catch (cause) {
    return fail('PRINT_FAILED', `The page cannot be laid out: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/** The library writes the title into XML as it is. */
function escapeTitle({ metadata }: Sheaf, title: string): void {
  if (!/[&<]/.test(title)) return;
  const append = metadata.append.bind(metadata);
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  metadata.append = (xml, newline) =>
    append(
      xml.replace(`>${title}<`, () => `>${escaped}<`),
      newline,
    );
}

const numbered =
  ([left, , right]: Margin) =>
  (page: number, pages: number) => ({
    text: `${page} / ${pages}`,
    alignment: 'right',
    fontSize: 7.5,
    margin: [left, 10, right, 0],
  });

function printer(): Printer {
  if (opened !== undefined) return opened;
  const made: Printer = require('pdfmake');
  made.setFonts({ Roboto: weights });
  made.setUrlAccessPolicy(() => false);
  made.setLocalAccessPolicy((path) => dirname(path) === fonts);
  opened = made;
  return made;
}
