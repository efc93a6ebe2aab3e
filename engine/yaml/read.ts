import type { Problem } from '../errors.ts';
import type { SourceFile } from '../source.ts';
import { dataOf } from './data.ts';
import { Lines } from './lines.ts';
import { placeInYaml } from './place.ts';
import { type Parsed, parseYaml, syntaxProblems } from './syntax.ts';
import { findTraps, type Trap, trapProblem } from './traps.ts';

const mostRounds = 50;

/**
 * Parses one YAML file. An expression that YAML takes apart is reported, quoted in memory, and the file read again, so
 * that one trap neither hides nor causes other problems. `file` is undefined when the YAML stays broken.
 */
export function readYaml(path: string, text: string): { file?: SourceFile; problems: Problem[] } {
  const original = new Lines(path, text);
  const traps = new Map<number, Trap>();
  let parsed = parseYaml(path, text);
  for (let round = 0; round < mostRounds; round += 1) {
    const found = findTraps(parsed).filter(({ line }) => !traps.has(line));
    if (found.length === 0) break;
    for (const trap of found) traps.set(trap.line, trap);
    parsed = parseYaml(path, mend(original, traps));
  }
  const problems = [
    ...[...traps.values()].map((trap) => trapProblem(trap, original)),
    ...parsed.problems,
    ...syntaxProblems(parsed.errors, parsed.lines),
  ];
  const whole = parsed.errors.length === 0 && parsed.problems.length === 0;
  return parsed.document && whole && [...traps.values()].every(({ mended }) => mended !== undefined)
    ? { file: sourceFile(path, text, parsed, original), problems }
    : { problems };
}

function mend(original: Lines, traps: ReadonlyMap<number, Trap>): string {
  const lines: string[] = [];
  for (let number = 1; number <= original.count; number += 1) lines.push(original.line(number));
  for (const { line, mended, swallowed } of traps.values()) {
    if (mended === undefined) continue;
    lines.splice(line - 1, 1 + swallowed, mended, ...Array<string>(swallowed).fill(''));
  }
  return lines.join('\n');
}

function sourceFile(path: string, text: string, { document, lines }: Parsed, original: Lines): SourceFile {
  const root = document?.contents ?? null;
  return {
    path,
    text,
    data: dataOf(root),
    place: (at, part, offset, length) => {
      const place = placeInYaml(root, lines, at, part, offset, length);
      return { ...place, source: original.line(place.line) };
    },
  };
}
