import { type Problem, problem } from '../../engine/errors.ts';
import type { Path, SourceFile } from '../../engine/source.ts';

const pattern = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * The file's data with each `${NAME}` in a value replaced by the variable of the process: what differs from machine to machine, such
 * as an address. One that is not set is ENVIRONMENT_INVALID at its place.
 */
export function withVariables(
  file: SourceFile,
  variables: Readonly<Record<string, string | undefined>>,
): { data: unknown; problems: Problem[] } {
  const problems: Problem[] = [];
  const text = (value: string, path: Path): string =>
    value.replace(pattern, (whole, name: string) => {
      const found = variables[name];
      if (found !== undefined) return found;
      const message = `The variable ${name} is not set.`;
      const hint = `Set it where this process is started, or write the value in the place of ${whole}.`;
      problems.push(problem('ENVIRONMENT_INVALID', message, { place: file.place(path), hint }));
      return whole;
    });
  return { data: mapTexts(file.data, [], text), problems };
}

function mapTexts(value: unknown, path: Path, text: (value: string, path: Path) => string): unknown {
  if (typeof value === 'string') return text(value, path);
  if (Array.isArray(value)) return value.map((each, at) => mapTexts(each, [...path, at], text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapTexts(each, [...path, key], text)]));
}
