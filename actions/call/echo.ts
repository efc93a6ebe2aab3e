import { type Forms, formsFor, type Sign } from './secret-forms.ts';
import { MASK } from './wire-secrets.ts';

/** A shorter secret stands in too many texts by chance. */
const SHORTEST = 4;

/**
 * Masks secrets that an answer repeats: as they are, escaped for XML, JSON or a URL, or inside base64. What was sent for everybody
 * to see is open: a secret that stands in it too (a user name that is also the tax number on the invoice) is no secret, and masking
 * it would change the authority's document.
 */
export class EchoMask {
  readonly #all: readonly Forms[];
  readonly #open: Uint8Array;
  readonly #opened = new Map<Forms, boolean>();
  #found = false;

  constructor(secrets: readonly string[], open: Uint8Array) {
    this.#all = [...new Set(secrets)]
      .filter((each) => each.length >= SHORTEST)
      // One secret may begin with another.
      .sort((a, b) => b.length - a.length)
      .map(formsFor);
    this.#open = open;
  }

  /** Whether anything was masked so far. */
  get found(): boolean {
    return this.#found;
  }

  text(text: string): string {
    if (!this.#all.some(({ signs }) => signs.some((sign) => text.includes(sign.text)))) return text;
    const input = Buffer.from(text);
    const masked = this.bytes(input);
    return masked === input ? text : Buffer.from(masked).toString();
  }

  /** The same array when nothing was masked. */
  bytes(input: Uint8Array, only?: 'certain'): Uint8Array {
    const has = searchIn(input);
    const suspected = this.#all.filter(
      (forms) => (forms.certain || only === undefined) && forms.signs.some(has) && !this.#isOpen(forms),
    );
    if (suspected.length === 0) return input;
    const text = latin1(input);
    const masked = suspected
      .flatMap(({ patterns }) => patterns)
      .reduce((rest, each) => rest.replace(each, MASK_BYTES), text);
    this.#found ||= masked !== text;
    return masked === text ? input : Buffer.from(masked, 'latin1');
  }

  /** Asked of the few that an answer may repeat: the request is as long as the answer. */
  #isOpen(forms: Forms): boolean {
    const known = this.#opened.get(forms) ?? holds(this.#open, forms);
    this.#opened.set(forms, known);
    return known;
  }
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const latin1 = (bytes: Uint8Array): string => view(bytes).toString('latin1');

const MASK_BYTES = latin1(Buffer.from(MASK));

/** A search for the signs takes a hundredth of what the patterns take, and nearly always it is enough. Many secrets have the same. */
function searchIn(bytes: Uint8Array): (sign: Sign) => boolean {
  const searched = view(bytes);
  const known = new Map<string, boolean>();
  const has = ({ text, bytes: wanted, where }: Sign): boolean => {
    const found = known.get(text) ?? ((where === undefined || has(where)) && searched.includes(wanted));
    known.set(text, found);
    return found;
  };
  return has;
}

function holds(bytes: Uint8Array, { signs, patterns }: Forms): boolean {
  if (!signs.some(searchIn(bytes))) return false;
  const text = latin1(bytes);
  return patterns.some((pattern) => text.search(pattern) >= 0);
}
