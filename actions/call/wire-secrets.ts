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
  const whole = new RegExp(`Sk${nonce}n(\\d+)Kt`, 'g');
  const parts = [nonce.slice(0, 12), nonce.slice(-12)];
  const fill = (text: string, write: (index: number) => string) => {
    const filled = text.replace(whole, (_, index: string) => write(Number(index)));
    if (names.length > 0 && hasPart(filled, parts)) {
      fail(
        'SECRET_UNUSABLE',
        'An expression changes a secret before it is written; only the whole secret can be put in.',
      );
    }
    return filled;
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

/** In whatever case: a search for each, in a text of one case, is many times faster than a pattern for both. */
function hasPart(text: string, parts: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return parts.some((part) => lower.includes(part));
}
