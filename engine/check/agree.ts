import type { OpenConnector } from './connectors.ts';
import type { CompiledOperation } from './parts.ts';
import { mediaTypeFits } from './references.ts';
import type { Report } from './report.ts';

interface Choice {
  readonly connector: OpenConnector;
  readonly compiled: CompiledOperation;
}

/** Whatever connector a setting names, a step leaves the same: else a feature would hold for one of them only. */
export function agree(report: Report, operation: string, [first, ...others]: readonly Choice[]): void {
  if (!first) return;
  const { documents, values } = first.compiled.leaves;
  for (const { connector, compiled } of others) {
    const others = compiled.leaves;
    const differ = [
      ...differing(documents, others.documents).map((name) => `document ${name}`),
      ...differing(values, others.values).map((name) => `value ${name}`),
      ...Object.entries(documents)
        .filter(([name, type]) => type !== undefined && !mediaTypeFits(others.documents[name], [type]))
        .map(([name, type]) => `document ${name} is ${type} and ${others.documents[name]}`),
      ...differingTypes(first.compiled, compiled),
    ];
    if (differ.length === 0) continue;
    const names = `${first.connector.yaml.connector} and ${connector.yaml.connector}`;
    const at = { file: connector.file, path: ['operations', operation, 'out'] };
    const hint = 'Give every connector of the setting the same `out`.';
    const message = `${operation} of ${names} do not leave the same: ${differ.join(', ')}.`;
    report.at('CONNECTOR_INVALID', message, at, { hint });
  }
}

function differingTypes(one: CompiledOperation, other: CompiledOperation): string[] {
  return Object.entries(other.operation.out.values).flatMap(([name, { type }]) => {
    const own = one.operation.out.values[name]?.type ?? 'dyn';
    return type === own || type === 'dyn' || own === 'dyn' ? [] : [`value ${name} is ${own} and ${type}`];
  });
}

function differing(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
  const missing = Object.keys(one).filter((name) => !Object.hasOwn(other, name));
  return [...missing, ...Object.keys(other).filter((name) => !Object.hasOwn(one, name))];
}
