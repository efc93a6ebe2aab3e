import { say } from '../print/people.ts';
import { bold, dim, green, yellow } from '../print/style.ts';
import { kinds, type Point } from './measure.ts';

/** Counts for programs, and every point that no case exercised. */
export function coverageJson(points: readonly Point[]) {
  const counted = kinds.map((kind) => {
    const all = points.filter((point) => point.kind === kind);
    return [kind, { all: all.length, exercised: all.filter(({ exercised }) => exercised).length }] as const;
  });
  return {
    ...Object.fromEntries(counted),
    missed: points
      .filter(({ exercised }) => !exercised)
      .map(({ kind, name, file, line }) => ({ kind, name, file, line })),
  };
}

/** Tells how much is exercised, and where each thing stands that is not. */
export function tellCoverage(points: readonly Point[], said: (file: string) => string): void {
  say();
  for (const kind of kinds) {
    const all = points.filter((point) => point.kind === kind);
    const missed = all.filter(({ exercised }) => !exercised);
    if (all.length === 0) continue;
    const percent = Math.floor(((all.length - missed.length) / all.length) * 100);
    const colour = missed.length === 0 ? green : yellow;
    say(
      `  ${bold(kind.padEnd(9))} ${colour(`${String(percent).padStart(3)} %`)}  ${all.length - missed.length} of ${all.length}`,
    );
    for (const { name, file, line } of missed) say(`      ${said(file)}:${line}  ${dim(name)}`);
  }
}
