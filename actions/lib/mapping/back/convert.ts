import { asText, Decimal } from '../../../../engine/expression.ts';

/** What a text is as a value of a type, or why it is none. */
export type Converted = { readonly value: unknown; readonly wrong?: never } | { readonly wrong: string };

/**
 * A text of a document as business data. Decimals stay text, with the digits they have. White space around what is not
 * plain text means nothing (XML Schema part 2, 4.3.6: `collapse`).
 */
export function convertText(text: string, type: string): Converted {
  switch (type) {
    case 'decimal':
      return decimalOf(text);
    case 'int':
      return wholeOf(text.trim());
    case 'bool':
      return truthOf(text.trim());
    case 'date':
    case 'dateTime':
      return { value: text.trim() };
    default:
      return { value: text };
  }
}

const plain = /^-?\d+(\.\d+)?$/;
/** XML Schema part 2, 3.2.3: what the model does not take as it stands. */
const odd = /^([+-]?)(\d*)(?:\.(\d*))?$/;

function decimalOf(text: string): Converted {
  if (plain.test(text)) return { value: text };
  const trimmed = text.trim();
  if (plain.test(trimmed)) return { value: trimmed };
  const [, sign = '', whole = '', rest = ''] = odd.exec(trimmed) ?? [];
  if (whole !== '' || rest !== '') {
    return { value: `${sign === '-' ? '-' : ''}${whole || '0'}${rest === '' ? '' : `.${rest}`}` };
  }
  const parsed = Decimal.parse(trimmed);
  return parsed === undefined ? wrong(text, 'a decimal number') : { value: parsed.text() };
}

function wholeOf(text: string): Converted {
  if (!/^[+-]?\d+$/.test(text)) return wrong(text, 'a whole number');
  const number = Number(text);
  return { value: Number.isSafeInteger(number) ? number : text };
}

function truthOf(text: string): Converted {
  if (text === 'true' || text === '1') return { value: true };
  return text === 'false' || text === '0' ? { value: false } : wrong(text, 'true or false');
}

const wrong = (text: string, what: string): Converted => ({ wrong: `${quoted(text)} is not ${what}` });

export const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** What an expression gave, for a place of a type. */
export function convertResult(result: unknown, type: string): Converted {
  if (typeof result === 'boolean') return { value: result };
  if (typeof result === 'number' && type === 'int') return { value: result };
  const text = asText(result);
  return text === undefined ? { wrong: 'what is computed of it is not one value' } : convertText(text, type);
}
