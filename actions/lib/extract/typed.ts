import type { Value } from '../../../engine/document.ts';
import { fail } from '../../../engine/errors.ts';
import { placeOf } from '../../../engine/source.ts';
import type { WantedValue } from './prepare.ts';
import type { ValueType } from './spec.ts';

/**
 * The value of the trimmed texts, by the declared type.
 * @throws EXTRACT_TYPE
 */
export function typed(wanted: WantedValue, texts: readonly string[]): Value {
  if (wanted.type === 'list') return texts;
  const [text] = texts;
  if (text === undefined) return null;
  const value = readers[wanted.type](text);
  if (value !== undefined) return value;
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return fail('EXTRACT_TYPE', `${wanted.name} should be of type ${wanted.type}, but ${wanted.source} is "${shown}".`, {
    place: placeOf(wanted.at),
  });
}

/** Lexical forms of XML Schema part 2; a decimal stays text, so that nothing is lost. */
const readers: Readonly<Record<Exclude<ValueType, 'list'>, (text: string) => Value | undefined>> = {
  string: (text) => text,
  decimal: (text) => (/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text) ? text : undefined),
  integer: (text) => (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined),
  count: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
  boolean: (text) => (/^(true|1)$/.test(text) ? true : /^(false|0)$/.test(text) ? false : undefined),
  dateTime: (text) => (isDateTime(text) ? text : undefined),
};

const dateTime = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-4]):[0-5]\d)?$/;

/** JavaScript rolls 30 February over to March; a date that is not there comes back as another. */
function isDateTime(text: string): boolean {
  const [, day = ''] = dateTime.exec(text) ?? [];
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
