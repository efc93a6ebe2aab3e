import { randomUUID } from 'node:crypto';
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
}

/** Fetches the named secrets. Throws what the vault throws. */
export async function holdSecrets(context: ExternalContext, names: readonly string[]): Promise<WireSecrets> {
  const nonce = randomUUID().replaceAll('-', '');
  const values = await Promise.all(names.map((name) => context.secret(name)));
  const placeholders = names.map((_, index) => `Sk${nonce}n${index}Kt`);
  const parts = [nonce.slice(0, 12), nonce.slice(-12)];
  let last: { readonly text: string; readonly pieces: readonly Piece[] } | undefined;
  const fill = (text: string, write: (index: number) => string) => {
    // A body is filled twice: as it is kept, and as it goes on the wire.
    last = last?.text === text ? last : { text, pieces: piecesOf(text, `Sk${nonce}n`) };
    if (names.length > 0 && last.pieces.some((piece) => typeof piece === 'string' && hasPart(piece, parts))) {
      fail(
        'SECRET_UNUSABLE',
        'An expression changes a secret before it is written; only the whole secret can be put in.',
      );
    }
    return last.pieces.map((piece) => (typeof piece === 'string' ? piece : write(piece))).join('');
  };
  return {
    variables: {
      ...context.variables,
      secrets: Object.fromEntries(names.map((name, index) => [name, placeholders[index]])),
    },
    values,
    value: (name) => values[names.indexOf(name)] ?? fail('SECRET_MISSING', `The secret ${name} was not asked for.`),
    mask: (text) => fill(text, () => MASK),
    fill: (text, escaped) => fill(text, (index) => escaped(values[index] ?? '') ?? unusable(names[index] ?? '')),
  };
}

const unusable = (name: string): never =>
  fail('SECRET_UNUSABLE', `The secret ${name} has a character that cannot stand where the request needs it.`);

/** Text as it is, or the number of the secret that comes here. */
type Piece = string | number;

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

/** In whatever case: a search for each, in a text of one case, is many times faster than a pattern for both. */
function hasPart(text: string, parts: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return parts.some((part) => lower.includes(part));
}
