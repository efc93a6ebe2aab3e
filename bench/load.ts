import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { actions } from '../actions/index.ts';
import { loadFeature } from '../engine/index.ts';
import { ownFeatures } from '../platform/environment/index.ts';
import { type BenchResult, processorTime, resultOf } from './result.ts';

const folder = join(ownFeatures, 'mx', 'cfdi');

/**
 * Milliseconds that a feature takes to be loaded in a process that has loaded none before, beside what its YAML takes to be parsed by
 * the library alone, just before.
 */
export async function measureLoad(): Promise<BenchResult> {
  const before = process.cpuUsage();
  for (const text of yamlBelow(folder)) parseDocument(text);
  const yaml = processorTime(before) / 1000;
  const between = process.cpuUsage();
  await loadFeature(folder, { actions });
  const milliseconds = processorTime(between) / 1000;
  return resultOf('load', { milliseconds, yaml, ratio: milliseconds / yaml });
}

function yamlBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml') && !entry.parentPath.includes('/cases'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}
