import type { Finding } from '../doctor/index.ts';
import { say } from './people.ts';
import { dim, green, red, yellow } from './style.ts';

const marks = { ok: green('ok     '), warning: yellow('warning'), problem: red('problem') };

export function tellFinding({ state, about, of, message, hint }: Finding): void {
  say(`${marks[state]}  ${about.padEnd(8)}  ${message}${of === undefined ? '' : dim(`  (${of})`)}`);
  if (state !== 'ok' && hint !== undefined) say(`                     ${hint}`);
}
