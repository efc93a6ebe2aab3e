import type { Pipeline } from '../feature.ts';
import type { Position } from '../source.ts';
import { below } from '../source.ts';
import type { Report } from './report.ts';

/** Two pipelines overlap when every field that both name has a value in common: then a context could mean either. */
export function checkOverlaps(pipelines: readonly Pipeline[], at: Position, report: Report): void {
  for (const [index, later] of pipelines.entries()) {
    for (const earlier of pipelines.slice(0, index)) {
      if (!overlap(earlier.applies, later.applies)) continue;
      const other = at.file.place([...at.path, earlier.name, 'applies'], 'key');
      const message = `${later.name} applies to contexts that ${earlier.name} (line ${other.line}) applies to as well.`;
      report.at('PIPELINES_OVERLAP', message, below(at, later.name, 'applies'), { part: 'key' });
    }
  }
}

function overlap(one: Pipeline['applies'], other: Pipeline['applies']): boolean {
  return Object.entries(one).every(([field, values]) => {
    const others = Object.hasOwn(other, field) ? other[field] : undefined;
    return !others || values.some((value) => others.includes(value));
  });
}
