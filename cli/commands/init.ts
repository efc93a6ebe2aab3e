import { createInterface } from 'node:readline/promises';
import type { Finding } from '../doctor/index.ts';
import { exit } from '../exit.ts';
import { type Answers, makeEnvironment, type Question } from '../init/index.ts';
import { tellFinding } from '../print/findings.ts';
import { say } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';

export interface InitOptions {
  readonly name?: string;
  readonly store?: string;
  readonly vault?: string;
  readonly redis?: string;
  readonly allow?: readonly string[];
  readonly legalEntity?: readonly string[];
  readonly retention?: string;
  readonly json?: boolean;
}

/** `timbre init [FILE]`: makes an environment file, and proves each connection as it goes; 1 when something does not hold. */
export async function init(file: string, options: InitOptions): Promise<number> {
  const terminal =
    process.stdin.isTTY && !options.json
      ? createInterface({ input: process.stdin, output: process.stdout })
      : undefined;
  const ask = terminal && (({ text, fallback }: Question) => terminal.question(`${bold(text)}${offered(fallback)} `));
  const tell = options.json ? () => {} : tellFinding;
  try {
    const found = await makeEnvironment(file, answersOf(options), { ask, tell });
    const made = found.every(({ state }) => state !== 'problem');
    if (options.json) process.stdout.write(`${JSON.stringify({ file: made ? file : null, findings: found })}\n`);
    else tellEnd(file, made, found);
    return made ? exit.accepted : exit.failed;
  } finally {
    terminal?.close();
  }
}

const offered = (fallback: string | undefined): string => (fallback ? dim(` [${fallback}]`) : '');

function answersOf({ allow, legalEntity, ...options }: InitOptions): Partial<Answers> {
  const { json: _, ...texts } = options;
  return {
    ...texts,
    ...(allow === undefined ? {} : { allow: allow.join(' ') }),
    ...(legalEntity === undefined ? {} : { legalEntity: legalEntity.join(' ') }),
  };
}

function tellEnd(file: string, made: boolean, found: readonly Finding[]): void {
  if (made) say(`${file} is made. timbre doctor -e ${file} tells what features still need.`);
  else say(`Nothing was written: ${found.filter(({ state }) => state === 'problem').length} problems.`);
}
