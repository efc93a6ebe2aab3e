import { type Forms, formsFor, type Sign } from './secret-forms.ts';
import { MASK } from './wire-secrets.ts';

/** Masks secrets that an answer repeats: as they are, escaped for XML, JSON or a URL, or inside base64. */
export interface EchoMask {
  text(text: string): string;
  /** The same array when nothing was masked. */
  bytes(bytes: Uint8Array, certainOnly?: 'certain'): Uint8Array;
  /** Whether anything was masked so far. */
  readonly found: boolean;
}

/** A shorter secret stands in too many texts by chance. */
const SHORTEST = 4;

/**
 * `open` is what was sent for everybody to see: a secret that stands in it too (a user name that is also the tax number
 * on the invoice) is no secret, and masking it would change the authority's document.
 */
export function createEchoMask(secrets: readonly string[], open: Uint8Array): EchoMask {
  const all = [...new Set(secrets)]
    .filter((each) => each.length >= SHORTEST)
    // One secret may begin with another.
    .sort((a, b) => b.length - a.length)
    .map(formsFor);
  const certain = all.filter((each) => each.certain);
  const opened = new Map<Forms, boolean>();
  // Asked of the few that an answer may repeat: the request is as long as the answer.
  const isOpen = (forms: Forms): boolean => {
    const known = opened.get(forms) ?? holds(open, forms);
    opened.set(forms, known);
    return known;
  };
  let found = false;
  const bytes = (input: Uint8Array, which: readonly Forms[]) => {
    const has = searchIn(input);
    const suspected = which.filter(({ signs }) => signs.some(has)).filter((forms) => !isOpen(forms));
    if (suspected.length === 0) return input;
    const text = latin1(input);
    const masked = suspected
      .flatMap(({ patterns }) => patterns)
      .reduce((rest, each) => rest.replace(each, MASK_BYTES), text);
    found ||= masked !== text;
    return masked === text ? input : Buffer.from(masked, 'latin1');
  };
  return {
    text(text) {
      if (!all.some(({ signs }) => signs.some((sign) => text.includes(sign.text)))) return text;
      const input = Buffer.from(text);
      const masked = bytes(input, all);
      return masked === input ? text : Buffer.from(masked).toString();
    },
    bytes: (input, only) => bytes(input, only === 'certain' ? certain : all),
    get found() {
      return found;
    },
  };
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const latin1 = (bytes: Uint8Array): string => view(bytes).toString('latin1');

const MASK_BYTES = latin1(Buffer.from(MASK));

/** A search for the signs takes a hundredth of what the patterns take, and nearly always it is enough. Many secrets have the same. */
function searchIn(bytes: Uint8Array): (sign: Sign) => boolean {
  const searched = view(bytes);
  const known = new Map<string, boolean>();
  return ({ text, bytes: wanted }) => {
    const found = known.get(text) ?? searched.includes(wanted);
    known.set(text, found);
    return found;
  };
}

function holds(bytes: Uint8Array, { signs, patterns }: Forms): boolean {
  if (!signs.some(searchIn(bytes))) return false;
  const text = latin1(bytes);
  return patterns.some((pattern) => text.search(pattern) >= 0);
}
