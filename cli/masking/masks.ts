import { randomInt } from 'node:crypto';
import type { About } from './annotations.ts';

/**
 * Gives each text a mask: the same text always the same, different texts different ones, so that relations hold. A mask is
 * drawn by chance, and says nothing of its text but the form.
 */
export class Masks {
  readonly #seen = new Map<string, { title: string | undefined; standIns: readonly string[] }>();
  readonly #masks = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #count = new Map<string, number>();

  /** Every text is seen, at every place where it stands, before the first is masked. */
  see(text: string, about: readonly About[]): void {
    const { title, standIns = [] } = this.#seen.get(text) ?? {};
    this.#seen.set(text, {
      title: title ?? about.findLast((each) => each.title !== undefined)?.title,
      standIns: standIns.length > 0 ? standIns : about.flatMap((each) => each.standIns),
    });
  }

  of(text: string): string {
    const known = this.#masks.get(text);
    if (known !== undefined) return known;
    const mask = this.#standIn(text) ?? this.#words(text) ?? this.#shape(text);
    this.#masks.set(text, mask);
    this.#taken.add(mask);
    return mask;
  }

  /** A mask may be nobody else's, nor what was to be masked. */
  #free(mask: string): boolean {
    return !this.#taken.has(mask) && !this.#seen.has(mask);
  }

  /** One of the same length, because identifiers of persons and of companies often differ in it; a stand-in itself stays. */
  #standIn(text: string): string | undefined {
    const fitting = this.#seen.get(text)?.standIns.filter((each) => each.length === text.length) ?? [];
    return fitting.includes(text) ? text : fitting.find((each) => this.#free(each));
  }

  /** `Name 2`, for words of people that are at least as long. */
  #words(text: string): string | undefined {
    if (!/\p{L}/u.test(text) || !/\s/.test(text)) return undefined;
    const title = this.#seen.get(text)?.title ?? 'Text';
    const number = (this.#count.get(title) ?? 0) + 1;
    const mask = `${title} ${number}`;
    if (mask.length > text.length || !this.#free(mask)) return undefined;
    this.#count.set(title, number);
    return mask;
  }

  /** Letters for letters and digits for digits; a short text whose forms are used up grows. */
  #shape(text: string): string {
    const hexadecimal = /^[0-9a-f-]+$/i.test(text);
    for (let grown = text; ; grown += '0') {
      for (let tries = 0; tries < 50; tries++) {
        const mask = grown.replace(/[\p{L}\p{N}]/gu, (character) => another(character, hexadecimal));
        if (this.#free(mask)) return mask;
      }
    }
  }
}

/** A UUID stays one. */
function another(character: string, hexadecimal: boolean): string {
  const letters = hexadecimal ? 'abcdef' : 'abcdefghijklmnopqrstuvwxyz';
  const upper = /\p{Lu}/u.test(character);
  const alphabet = !/\p{L}/u.test(character) ? '0123456789' : upper ? letters.toUpperCase() : letters;
  return alphabet.charAt(randomInt(alphabet.length));
}
