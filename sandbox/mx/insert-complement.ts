import { CFDI_NAMESPACE } from './incidencias.ts';

/**
 * Puts a complement into the Comprobante's Complemento, made where it is missing. Everything else of the text stays,
 * letter for letter: what the issuer sealed and the PAC answers with must be one and the same document.
 */
export function insertComplement(document: string, complement: string): string {
  const { holder, holderEnd, before, prefix } = findPlace(document);
  const tag = `${prefix}Complemento`;
  if (holderEnd !== undefined) return splice(document, holderEnd, holderEnd, complement);
  if (holder) return splice(document, holder.start, holder.end, `${opened(holder.text)}${complement}</${tag}>`);
  return splice(document, before, before, `<${tag}>${complement}</${tag}>`);
}

interface Place {
  /** An empty-element tag `<cfdi:Complemento/>`. */
  holder?: { start: number; end: number; text: string };
  /** Where the Complemento's end tag begins. */
  holderEnd?: number;
  /** Where a new Complemento goes: before the Addenda, else before the root's end. */
  before: number;
  prefix: string;
}

const MARKUP = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?:"[^"]*"|'[^']*'|[^>"'])*>/g;

function findPlace(document: string): Place {
  const place: Place = { before: -1, prefix: '' };
  let depth = 0;
  for (const { 0: markup, index } of document.matchAll(MARKUP)) {
    if (markup.startsWith('<!') || markup.startsWith('<?')) continue;
    const closing = markup.startsWith('</');
    if (closing) depth -= 1;
    const name = /^<\/?([^\s/>]+)/.exec(markup)?.[1] ?? '';
    if (depth === 0 && !closing) place.prefix = name.includes(':') ? `${name.split(':')[0]}:` : '';
    if (depth === 0 && closing && place.before < 0) place.before = index;
    if (depth === 1 && name === `${place.prefix}Addenda` && place.before < 0) place.before = index;
    if (depth === 1 && name === `${place.prefix}Complemento`) {
      if (closing) place.holderEnd = index;
      else if (markup.endsWith('/>')) place.holder = { start: index, end: index + markup.length, text: markup };
    }
    if (!closing && !markup.endsWith('/>')) depth += 1;
  }
  if (place.before < 0) throw new TypeError(`The document is no Comprobante of ${CFDI_NAMESPACE}`);
  return place;
}

const opened = (emptyTag: string): string => emptyTag.replace(/\s*\/>$/, '>');

const splice = (text: string, start: number, end: number, piece: string): string =>
  text.slice(0, start) + piece + text.slice(end);
