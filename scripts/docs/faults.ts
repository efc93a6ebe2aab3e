import { table } from './table.ts';

/** The ways in which a sandbox misbehaves. */
export function faultTable(faults: Readonly<Record<string, { readonly summary: string }>>): string {
  const rows = Object.entries(faults).map(([name, { summary }]) => [`\`${name}\``, `${summary}.`]);
  return `${table(['fault', 'what happens'], rows)}\n`;
}
