import { Command, CommanderError } from 'commander';
import { type Problem, problem, problemsOf, TimbreError } from '../engine/errors.ts';
import { exit, exitForError } from './exit.ts';
import { type Ends, groups, openEnding } from './groups/index.ts';
import { errorJson } from './print/json.ts';
import { say, tellProblems } from './print/people.ts';
import { StoppedRun } from './stopped-run.ts';
import { version } from './version.ts';

/** Runs the command line; resolves to the exit code and never rejects. Errors are told on stdout, as everything else. */
export async function timbre(parameters: readonly string[]): Promise<number> {
  const forPrograms = parameters.includes('--json');
  const ending = openEnding();
  const program = describe(ending.ends);
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return ending.code();
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? usageError(program, thrown, parameters) : thrown;
    if (error === undefined) return exit.accepted;
    const problems = problemsOf(error);
    const run = error instanceof StoppedRun ? error.run : null;
    if (forPrograms) process.stdout.write(`${JSON.stringify(errorJson(problems, run))}\n`);
    else tellError(problems, run);
    return error instanceof TimbreError ? exitForError(error) : exit.failed;
  }
}

function describe(ends: Ends): Command {
  const program = new Command('timbre')
    .description(
      "Turns an ERP's invoice into what a country's tax authority accepts, sends it exactly once, and keeps the proof.",
    )
    .version(version)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const group of groups) group(program, ends);
  return program;
}

function tellError(problems: readonly Problem[], run: string | null): void {
  tellProblems(problems);
  if (run !== null) say(`The run is recorded: timbre log ${run} tells how far it came, timbre resume ${run} goes on.`);
}

/** Undefined for what commander calls an error and is none: `--help` and `--version`. */
function usageError(
  program: Command,
  { exitCode, message }: CommanderError,
  parameters: readonly string[],
): TimbreError | undefined {
  if (exitCode === 0) return undefined;
  const asked = program.commands.find((command) => command.name() === parameters[0]);
  const hint = asked
    ? `Usage: timbre ${asked.name()} ${asked.usage()}; more with timbre help ${asked.name()}.`
    : `Commands: ${program.commands.map((command) => command.name()).join(', ')}; more with timbre help.`;
  const what =
    message === '(outputHelp)' ? 'No command is given.' : message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new TimbreError(problem('USAGE', sentence(what), { hint }));
}

const sentence = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.)?]$/.test(text) ? '' : '.'}`;
