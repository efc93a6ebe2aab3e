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
export interface WireSecrets {
  /** The run's variables, with `secrets`. */
  readonly variables: Variables;
  value(name: string): string;
  readonly values: readonly string[];
  mask(text: string): string;
  /** Throws SECRET_UNUSABLE. */
  fill(text: string, escaped: Escape): string;
  /** Both of a long text, which is told in parts, in UTF-8. Throws SECRET_UNUSABLE. */
  encode(texts: readonly string[], escaped: Escape): { readonly kept: Uint8Array; readonly wire: Uint8Array };
}

/** Fetches the named secrets. Throws what the vault throws. */
export async function holdSecrets(context: ExternalContext, names: readonly string[]): Promise<WireSecrets> {
  const nonce = createNonce();
  const values = await Promise.all(names.map((name) => context.secret(name)));
  const placeholders = names.map((_, index) => `Sk${nonce}n${index}Kt`);
  const parts = [nonce.slice(0, PART), nonce.slice(-PART)];
  const split = (text: string): readonly Piece[] => {
    if (names.length === 0) return [text];
    const pieces = piecesOf(text, `Sk${nonce}n`);
    if (pieces.some((piece) => typeof piece === 'string' && parts.some((part) => piece.includes(part)))) {
      fail(
        'SECRET_UNUSABLE',
        'An expression changes a secret before it is written; only the whole secret can be put in.',
      );
    }
    return pieces;
  };
  const written = (escaped: Escape) => (index: number) => escaped(values[index] ?? '') ?? unusable(names[index] ?? '');
  return {
    variables: Object.assign({}, context.variables, {
      secrets: Object.fromEntries(names.map((name, index) => [name, placeholders[index]])),
    }),
    values,
    value: (name) => values[names.indexOf(name)] ?? fail('SECRET_MISSING', `The secret ${name} was not asked for.`),
    mask: (text) => together(split(text), () => MASK).join(''),
    fill: (text, escaped) => together(split(text), written(escaped)).join(''),
    encode(texts, escaped) {
      const pieces = texts.flatMap(split).map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece));
      const mask = Buffer.from(MASK);
      const secret = written(escaped);
      return {
        kept: Buffer.concat(together(pieces, () => mask)),
        wire: Buffer.concat(together(pieces, (index) => Buffer.from(secret(index)))),
      };
    },
  };
}

/** 39 digits: whatever changes the case of a text does not change them. */
const createNonce = (): string => `${createDigits()}${createDigits()}${createDigits()}`;

const createDigits = (): string => String(randomInt(10 ** 13)).padStart(13, '0');

/** So many digits in a row that no document has by chance. */
const PART = 15;

const unusable = (name: string): never =>
  fail('SECRET_UNUSABLE', `The secret ${name} has a character that cannot stand where the request needs it.`);

/** Text as it is, or the number of the secret that comes here. */
type Piece<Text = string> = Text | number;

/** Splits at whole placeholders. A pattern with a nonce would have to be compiled anew for each request. */
function piecesOf(text: string, start: string): readonly Piece[] {
  const [first = '', ...others] = text.split(start);
  return [
    first,
    ...others.flatMap((each): Piece[] => {
      const [whole, index] = /^(\d+)Kt/.exec(each) ?? [];
      return whole === undefined ? [start + each] : [Number(index), each.slice(whole.length)];
    }),
  ];
}

const together = <Text>(pieces: readonly Piece<Text>[], write: (index: number) => Text): readonly Text[] =>
  pieces.map((piece) => (typeof piece === 'number' ? write(piece) : piece));
