import { problem } from '../../../../engine/errors.ts';
import { asText, Decimal } from '../../../../engine/expression.ts';
import { placeOf } from '../../../../engine/source.ts';
import { characterName, findHalfPair, findNotXml } from '../characters.ts';
import type { CodeTable, Frame, Leaf, Source } from '../mapping.ts';

/** The text of a leaf with an expression; '' when it is absent. What is wrong is noted, with its place in the data. */
export function readText(leaf: Leaf, source: Source): (frame: Frame) => string {
  const { read, type } = source;
  const { table } = leaf;
  const decimal = type === 'decimal' || type === 'int';
  const plain = (frame: Frame): string => {
    const value = read(frame);
    if (typeof value === 'string') return decimal ? plainDigits(value) : value;
    if (value === undefined || value === null) return '';
    return asText(value) ?? noText(frame, source, value);
  };
  if (table === undefined) return plain;
  return (frame) => {
    const word = plain(frame);
    return word === '' ? '' : (table.codes.get(word) ?? noCode(frame, source, table, word));
  };
}

/** Decimals of the business data keep their digits as they were given, but no exponent: no XML schema takes one. */
function plainDigits(text: string): string {
  return /[eE]/.test(text) ? (Decimal.parse(text)?.text() ?? text) : text;
}

function noText(frame: Frame, source: Source, value: unknown): string {
  const what = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : 'not a number';
  const details = { path: source.origin(frame), place: placeOf(source.at) };
  frame.problems.push(problem('VALUE_TYPE', `${source.text} is ${what}; it cannot be written as text`, details));
  return '';
}

function noCode(frame: Frame, source: Source, table: CodeTable, word: string): string {
  const known = [...table.codes.keys()];
  const shown = known.slice(0, 12).join(', ') + (known.length > 12 ? ', …' : '');
  const message = `"${excerpt(word)}" has no code in the table ${table.name}`;
  const hint = `Known there: ${shown}.`;
  frame.problems.push(
    problem('CODE_UNKNOWN', message, { path: source.origin(frame), place: placeOf(source.at), hint }),
  );
  return '';
}

const excerpt = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Notes the first character that XML cannot hold; the text is then left out of a document that is refused anyway. */
export function noteNotXml(frame: Frame, source: Source, text: string): boolean {
  const index = findNotXml(text);
  if (index < 0) return false;
  const message = `${source.text} has ${characterName(text, index)} at character ${index + 1}, which XML cannot hold`;
  frame.problems.push(problem('TEXT_NOT_XML', message, { path: source.origin(frame), place: placeOf(source.at) }));
  return true;
}

/** The same for texts that only have to be Unicode. */
export function noteNotUnicode(frame: Frame, source: Source, text: string): boolean {
  const index = findHalfPair(text);
  if (index < 0) return false;
  const message = `${source.text} has half a character (${characterName(text, index)}) at character ${index + 1}`;
  frame.problems.push(problem('TEXT_NOT_UNICODE', message, { path: source.origin(frame), place: placeOf(source.at) }));
  return true;
}
