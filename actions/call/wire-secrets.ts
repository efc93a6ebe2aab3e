import { randomInt } from 'node:crypto';
import type { ExternalContext } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { Variables } from '../../engine/expression.ts';
import type { Escape } from './escape.ts';

/** What stands for a secret in everything that is kept. */
export const MASK = '•••';

/**
 * The secrets of one request. Expressions see placeholders that nobody can guess; what is kept shows a mask in their
 * place, and only what goes on the wire has the secrets.
 */
export class WireSecrets {
  /** The run's variables, with `secrets`. */
  readonly variables: Variables;
  readonly values: readonly string[];
  readonly #names: readonly string[];
  /** Begins and ends the nonce: of an expression's piece of a placeholder too one of them is left. */
  readonly #part = createDigits();
  readonly #placeholders: readonly string[];

  constructor(variables: Variables, names: readonly string[], values: readonly string[]) {
    this.values = values;
    this.#names = names;
    const nonce = `${this.#part}${createDigits()}${this.#part}`;
    this.#placeholders = names.map((_, index) => `${BEFORE}${nonce}n${index}Kt`);
    const secrets: Record<string, string | undefined> = {};
    for (const [index, name] of names.entries()) secrets[name] = this.#placeholders[index];
    this.variables = Object.assign({}, variables, { secrets });
  }

  value(name: string): string {
    return this.values[this.#names.indexOf(name)] ?? fail('SECRET_MISSING', `The secret ${name} was not asked for.`);
  }

  mask(text: string): string {
    return together(this.#split(text), () => MASK).join('');
  }

  /** @throws SECRET_UNUSABLE */
  fill(text: string, escaped: Escape): string {
    return together(this.#split(text), (index) => this.#written(index, escaped)).join('');
  }

  /**
   * Both of a long text, which is told in parts, in UTF-8.
   * @throws SECRET_UNUSABLE
   */
  encode(texts: readonly string[], escaped: Escape): { readonly kept: Uint8Array; readonly wire: Uint8Array } {
    const pieces: Piece<Buffer>[] = [];
    for (const text of texts) {
      for (const piece of this.#split(text)) pieces.push(typeof piece === 'string' ? Buffer.from(piece) : piece);
    }
    const mask = Buffer.from(MASK);
    return {
      kept: Buffer.concat(together(pieces, () => mask)),
      wire: Buffer.concat(together(pieces, (index) => Buffer.from(this.#written(index, escaped)))),
    };
  }

  #written(index: number, escaped: Escape): string {
    return escaped(this.values[index] ?? '') ?? unusable(this.#names[index] ?? '');
  }

  /** Splits at whole placeholders. A pattern with a nonce would have to be compiled anew for each request. */
  #split(text: string): readonly Piece[] {
    if (this.#names.length === 0) return [text];
    const pieces: Piece[] = [];
    let from = 0;
    for (let at = text.indexOf(this.#part); at !== -1; at = text.indexOf(this.#part, from)) {
      const start = at - BEFORE.length;
      const index = this.#placeholders.findIndex((each) => text.startsWith(each, start));
      const { length } = this.#placeholders[index] ?? changed();
      pieces.push(text.slice(from, start), index);
      from = start + length;
    }
    pieces.push(text.slice(from));
    return pieces;
  }
}

const changed = (): never =>
  fail('SECRET_UNUSABLE', 'An expression changes a secret before it is written; only the whole secret can be put in.');

/** Fetches the named secrets. Throws what the vault throws. */
export async function holdSecrets(context: ExternalContext, names: readonly string[]): Promise<WireSecrets> {
  return new WireSecrets(context.variables, names, await Promise.all(names.map((name) => context.secret(name))));
}

/** What a placeholder has before its nonce. */
const BEFORE = 'Sk';

/** 15 digits: so many in a row no document has by chance, and whatever changes the case of a text does not change them. */
const createDigits = (): string => String(randomInt(10 ** 14, 2 * 10 ** 14));

const unusable = (name: string): never =>
  fail('SECRET_UNUSABLE', `The secret ${name} has a character that cannot stand where the request needs it.`);

/** Text as it is, or the number of the secret that comes here. */
type Piece<Text = string> = Text | number;

const together = <Text>(pieces: readonly Piece<Text>[], write: (index: number) => Text): readonly Text[] =>
  pieces.map((piece) => (typeof piece === 'number' ? write(piece) : piece));
