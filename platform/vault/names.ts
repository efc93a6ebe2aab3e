import { fail } from '../../engine/errors.ts';

/** A secret's name becomes the beginning of a file's name, so it can neither hide, climb nor carry a path. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;

/** @throws TimbreError SECRET_MISSING when no file can have this name */
export function checkName(name: string): string {
  if (!NAME.test(name) || name.includes('..')) {
    fail('SECRET_MISSING', `"${name.slice(0, 80)}" cannot be the name of a secret`, {
      hint: 'Letters, digits, point, hyphen and underscore; not two points in a row, no point or hyphen in front.',
    });
  }
  return name;
}
