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
    const say = (what: string) => {
      const names = `${first.connector.yaml.connector} and ${connector.yaml.connector}`;
      const at = { file: connector.file, path: ['operations', operation, 'out'] };
      const hint = 'Give every connector of the setting the same `out`.';
      report.at('CONNECTOR_INVALID', `${operation} of ${names} do not leave the same: ${what}.`, at, { hint });
    };
    for (const name of differing(documents, compiled.leaves.documents)) say(`document ${name}`);
    for (const name of differing(values, compiled.leaves.values)) say(`value ${name}`);
    for (const [name, type] of Object.entries(documents)) {
      const other = compiled.leaves.documents[name];
      if (type !== undefined && !mediaTypeFits(other, [type])) say(`document ${name}, ${type} and ${other}`);
    }
    const own = first.compiled.operation.out.values;
    for (const [name, { type }] of Object.entries(compiled.operation.out.values)) {
      const other = own[name]?.type ?? 'dyn';
      if (type !== 'dyn' && other !== 'dyn' && type !== other) say(`value ${name}, ${other} and ${type}`);
    }
  }
}

function differing(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): string[] {
  const missing = Object.keys(one).filter((name) => !Object.hasOwn(other, name));
  return [...missing, ...Object.keys(other).filter((name) => !Object.hasOwn(one, name))];
}
