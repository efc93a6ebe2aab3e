import type { Command } from 'commander';
import { exit } from '../exit.ts';

/** Commands that belong together. Each loads what it does when it is called for: `timbre --help` need not know how to sign. */
export type Group = (program: Command, ends: Ends) => void;

/** Takes down the exit code of the command that is running. */
export type Ends = (command: Promise<number>) => Promise<void>;

export interface Ending {
  readonly ends: Ends;
  readonly code: () => number;
}

export function openEnding(): Ending {
  let code: number = exit.accepted;
  return {
    async ends(command) {
      code = await command;
    },
    code: () => code,
  };
}
