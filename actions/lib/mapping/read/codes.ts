import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import { constantText, isScalar } from './constant.ts';
import { atKey, type Reading } from './reading.ts';

/** Reads the one-to-one tables `codes: { name: { WORD: "code" } }`. */
export function readCodes(reading: Reading, value: unknown, at: Position): void {
  if (!isObject(value)) {
    reading.report('SCHEMA', 'codes must give names to tables', at, 'Write `tax: { VAT: "002" }`.');
    return;
  }
  for (const [name, table] of Object.entries(value)) readTable(reading, name, table, below(at, name));
}

function readTable(reading: Reading, name: string, value: unknown, at: Position): void {
  const codes = new Map<string, string>();
  if (reading.codes.has(name)) reading.reportTwice('code table', name, at);
  reading.codes.set(name, { name, codes });
  if (!isObject(value) || Object.keys(value).length === 0) {
    reading.report('SCHEMA', `the code table ${name} must have words and their codes`, at, 'Write `VAT: "002"`.');
    return;
  }
  const words = new Map<string, string>();
  for (const [word, each] of Object.entries(value)) {
    const place = below(at, word);
    if (!isScalar(each) || each === '') {
      reading.report('SCHEMA', `the code of ${word} must be a text`, place, 'Put it in quotes.');
      continue;
    }
    const code = constantText(reading, each, place);
    if (code === undefined) continue;
    const other = words.get(code);
    if (other !== undefined) {
      const message = `${word} has the code ${code}, as ${other} has`;
      reading.report('CODES_NOT_ONE_TO_ONE', message, atKey(place));
    }
    words.set(code, word);
    codes.set(word, code);
  }
}
