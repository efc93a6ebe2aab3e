import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { ownFeatures } from '../../platform/environment/index.ts';

/**
 * Copies the Mexican feature into a folder, without the pipelines that issue nothing, without the printed page, which is
 * skipped anyway, and without the complements that no invoice here has: each process that works on it would read them first. Without
 * its cases, too, which are most of its files.
 */
export function copyIssuing(folder: string): void {
  const cases = join(ownFeatures, 'mx/cfdi/cases');
  cpSync(join(ownFeatures, 'mx/cfdi'), folder, { recursive: true, filter: (path) => path !== cases });
  const path = join(folder, 'feature.yaml');
  const feature: Written = parse(readFileSync(path, 'utf8'));
  const { issue } = feature.pipelines;
  const steps = issue.steps.filter(({ when }) => when !== printed);
  if (steps.length === issue.steps.length) throw new Error(`no step of issue says when: ${printed}`);
  const { representation: _, ...documents } = issue.result.documents;
  const pipelines = { issue: { ...issue, steps, result: { ...issue.result, documents } } };
  writeFileSync(path, stringify({ ...feature, pipelines }, { lineWidth: 0 }));
  const cadena = join(folder, 'mappings/cadena-original.yaml');
  const { include, ...text }: { include: readonly string[] } = parse(readFileSync(cadena, 'utf8'));
  writeFileSync(cadena, stringify(text, { lineWidth: 0 }));
  for (const complement of include) rmSync(join(folder, complement));
}

const printed = '=settings.representation';

interface Written {
  readonly pipelines: {
    readonly issue: {
      readonly steps: readonly { readonly when?: string }[];
      readonly result: { readonly documents: Readonly<Record<string, string>> };
    };
  };
}
