import { join } from 'node:path';
import type { NamedFeature } from '../../platform/environment/index.ts';

/**
 * What is to be tested again when a file of a feature changed: its case, or all that was asked for; nothing for
 * what decides nothing.
 */
export function testedBy({ folder, rest }: NamedFeature, file: string): string | undefined {
  const segments = file.split(/[\\/]/);
  const last = segments.at(-1) ?? '';
  if (segments.some((segment) => segment.startsWith('.')) || /(\.md|~)$/.test(last)) return undefined;
  const [root, name] = segments;
  if (root !== 'cases' || name === undefined || segments.length < 3)
    return rest === undefined ? folder : join(folder, rest);
  return rest === undefined || rest === name ? join(folder, name) : undefined;
}

/** One run covers another: a whole feature its cases. */
export function fewest(names: Iterable<string>): string[] {
  const all = [...new Set(names)];
  return all.filter((name) => !all.some((other) => name.startsWith(`${other}/`))).sort();
}
