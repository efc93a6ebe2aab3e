import { fail } from '../../engine/index.ts';
import { type RunningSandbox, sandboxes } from '../../sandbox/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';
import { giveMaterial } from '../sandbox/material.ts';
import { startSandbox } from '../sandbox/wiring.ts';
import { onStop } from '../stop.ts';

export interface SandboxCommandOptions {
  readonly port?: string;
  readonly fault?: string;
  readonly ledger?: string;
  readonly inbox?: string;
  readonly material?: readonly string[];
  readonly vault: string;
}

/** `timbre sandbox NAME`: a local authority, until it is interrupted. */
export async function sandbox(name: string, options: SandboxCommandOptions): Promise<number> {
  const port = Number(options.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    fail('USAGE', `--port wants a number to 65535, not "${options.port}".`);
  const running = await startSandbox(name, {
    port,
    ...(options.fault === undefined ? {} : { faults: [{ fault: options.fault }] }),
    ...(options.ledger === undefined ? {} : { ledgerFile: options.ledger }),
    ...(options.inbox === undefined ? {} : { inbox: options.inbox }),
  });
  try {
    await serve(name, running, options);
  } finally {
    await running.close();
  }
  return exit.accepted;
}

async function serve(
  name: string,
  running: RunningSandbox,
  { material = [], vault }: SandboxCommandOptions,
): Promise<void> {
  const told = onStop();
  const secrets = giveMaterial(running, material, vault);
  say(`${bold(`sandbox ${name}`)} listens`);
  for (const [fact, value] of Object.entries(running.facts)) say(`  ${fact.padEnd(10)} ${value}`);
  for (const secret of secrets) say(`  ${'secret'.padEnd(10)} ${secret}, in ${vault}`);
  say(dim('Faults for --fault (once:NAME strikes once):'));
  for (const [fault, { summary }] of Object.entries(sandboxes[name]?.faults ?? {}))
    say(`  ${fault.padEnd(24)} ${dim(summary)}`);
  await told;
}
