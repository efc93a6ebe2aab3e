import { type Problem, problem } from '../errors.ts';
import type { Path, Position } from '../source.ts';
import type { ValidateFunction } from './ajv.ts';
import { type Finding, findingsOf, type Resolve } from './findings.ts';

/** A problem of a file, and the path of the value that is missing, unknown or wrong. */
export interface FileFinding {
  readonly kind: Finding['kind'];
  readonly path: Path;
  readonly problem: Problem;
}

/** Checks a part of a feature's file (the whole, at the path []): problems with line and column. */
export function checkFile(validate: ValidateFunction, data: unknown, at: Position, resolve?: Resolve): FileFinding[] {
  return findingsOf(validate, data, resolve).map((finding) => {
    const path = [...at.path, ...finding.path];
    const place = at.file.place(path, finding.key ? 'key' : 'value');
    const code = finding.kind === 'unknown' ? 'KEY_UNKNOWN' : 'SCHEMA';
    const found = problem(code, sentence(finding, path, 'The file').replace(' is null, but ', ' is empty, but '), {
      place,
      hint: finding.hint,
    });
    return { kind: finding.kind, path, problem: found };
  });
}

/** Checks business data: problems with JSON paths like `lines[2].quantity`. */
export function checkData(validate: ValidateFunction, data: unknown, resolve?: Resolve): Problem[] {
  return findingsOf(validate, data, resolve).map((finding) =>
    problem(inputCodes[finding.kind], sentence(finding, finding.path, 'The business data'), {
      path: jsonPath(finding.path),
      hint: finding.hint,
    }),
  );
}

const inputCodes = {
  missing: 'INPUT_FIELD_MISSING',
  unknown: 'INPUT_FIELD_UNKNOWN',
  wrong: 'INPUT_SCHEMA',
} as const;

const sentence = ({ message }: Finding, path: Path, whole: string): string => `${jsonPath(path) || whole} ${message}.`;

/** `lines[2].quantity`; a name that is no identifier stands in quotes, one that nobody would read is cut. */
function jsonPath(path: Path): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      if (segment.length > longest) return `["${segment.slice(0, longest)}…"]`;
      if (!/^[A-Za-z_$@][\w$-]*$/.test(segment)) return `[${JSON.stringify(segment)}]`;
      return index === 0 ? segment : `.${segment}`;
    })
    .join('');
}

const longest = 100;
