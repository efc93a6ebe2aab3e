import { Command, CommanderError, Option } from 'commander';
import { type Problem, problem, problemsOf, TimbreError } from '../engine/errors.ts';
import { exit, exitForError } from './exit.ts';
import { errorJson } from './print/json.ts';
import { say, tellProblems } from './print/people.ts';
import { StoppedRun } from './stopped-run.ts';
import { version } from './version.ts';

/** Each command is loaded when it is called for: `timbre --help` need not know how to sign. */
const program = new Command('timbre')
  .description(
    "Turns an ERP's invoice into what a country's tax authority accepts, sends it exactly once, and keeps the proof.",
  )
  .version(version)
  .exitOverride()
  .configureOutput({ writeErr: () => {} });

const environment = new Option(
  '-e, --environment <file>',
  'the environment file; without one everything is below .timbre',
);
const json = new Option('--json', 'for programs: one line of JSON');
const out = new Option('-o, --out <folder>', 'copies the documents there');
const wait = new Option('--wait <seconds>', 'how long to wait for a parked run').default('120');

program
  .command('run <feature> <input>')
  .description('submits business data and takes the run as far as it goes')
  .addOption(environment)
  .option('-c, --context <key=value...>', 'fields of the context')
  .addOption(out)
  .option('--sandbox [fault]', 'the local stand-in for the authority, misbehaving in the way named')
  .option('--key <key>', "the submission's idempotency key")
  .option('--original <run>', 'the accepted run that this one cancels, pays or corrects')
  .addOption(wait)
  .addOption(json)
  .action(async (feature, input, options) => end((await import('./commands/run.ts')).run(feature, input, options)));

program
  .command('check [paths...]')
  .description('says all that can be known of features before a run')
  .addOption(json)
  .action(async (paths, options) => end((await import('./commands/check.ts')).check(paths, options)));

program
  .command('test [names...]')
  .description('replays the cases of features: FEATURE or FEATURE/CASE')
  .option('--update', 'rewrites the expected documents')
  .option('--coverage', 'tells what of the feature no case exercises')
  .option('--watch', 'again whenever a file changes, until it is interrupted')
  .addOption(json)
  .action(async (names, options) =>
    end(
      options.watch
        ? (await import('./commands/watch.ts')).watch(names, options)
        : (await import('./commands/test.ts')).test(names, options),
    ),
  );

program
  .command('explain <feature>')
  .description('tells what a feature does, step by step: FEATURE or FEATURE/PIPELINE')
  .option('--diagram <file>', 'draws one pipeline as a picture (SVG)')
  .option('--mermaid', 'prints the diagram as Mermaid text')
  .addOption(environment)
  .addOption(json)
  .action(async (feature, options) => end((await import('./commands/explain.ts')).explain(feature, options)));

program
  .command('diff <before> <after>')
  .description('what changes between two versions of a feature in the documents of its cases')
  .addOption(json)
  .action(async (before, after, options) => end((await import('./commands/diff.ts')).diff(before, after, options)));

const scaffold = program
  .command('new')
  .description('begins a feature, a connector or an action that works as it stands');
scaffold
  .command('feature <name>')
  .description('a feature in a folder of that name, such as xx/post')
  .action(async (name) => end((await import('./commands/new.ts')).feature(name)));
scaffold
  .command('connector <name>')
  .description('a connector beside those that a feature has')
  .requiredOption('--feature <feature>', 'the feature it is for')
  .option('--from <connector>', 'the connector it begins as a copy of; without it, the first')
  .action(async (name, options) => end((await import('./commands/new.ts')).connector(name, options)));
scaffold
  .command('action <name>')
  .description('an action, with its test, in a checkout of Timbre')
  .action(async (name) => end((await import('./commands/new.ts')).action(name)));

program
  .command('resume <run>')
  .description('goes on with a run that was stopped, parked or held')
  .addOption(environment)
  .addOption(out)
  .addOption(wait)
  .addOption(json)
  .action(async (run, options) => end((await import('./commands/resume.ts')).resume(run, options)));

program
  .command('cancel <run>')
  .description('gives up a run that has nothing out at the authority')
  .addOption(environment)
  .addOption(json)
  .action(async (run, options) => end((await import('./commands/cancel.ts')).cancel(run, options)));

program
  .command('replay <run>')
  .description('repeats a finished run from a step on, as a new, linked run')
  .option('--from <step>', 'the first step that is done anew; without it, all')
  .addOption(environment)
  .addOption(out)
  .addOption(wait)
  .addOption(json)
  .action(async (run, options) => end((await import('./commands/resume.ts')).replay(run, options)));

program
  .command('log <run>')
  .description('tells everything that happened in a run')
  .addOption(environment)
  .addOption(json)
  .action(async (run, options) => end((await import('./commands/log.ts')).log(run, options)));

program
  .command('sandbox <name>')
  .description('starts a local authority')
  .option('-p, --port <number>', 'the port on 127.0.0.1; without it, any that is free')
  .option('--fault <name>', 'how it misbehaves')
  .option('--ledger <file>', 'keeps what it accepted')
  .action(async (name, options) => end((await import('./commands/sandbox.ts')).sandbox(name, options)));

program
  .command('doctor [feature]')
  .description('looks whether an environment has what features need: settings, secrets, artefacts, hosts, the clock')
  .addOption(environment)
  .addOption(json)
  .action(async (feature, options) => end((await import('./commands/doctor.ts')).doctor(feature, options)));

const artefacts = program.command('artefacts').description("the authorities' own schemas, pinned by features");
artefacts
  .command('list [feature]')
  .description('which artefacts features pin, and which are in the cache')
  .addOption(environment)
  .addOption(json)
  .action(async (feature, options) => end((await import('./commands/artefacts.ts')).list(feature, options)));
artefacts
  .command('pull [feature]')
  .description('fetches them into the cache')
  .option('--from <folder>', 'a mirror: FOLDER/host/path')
  .addOption(environment)
  .addOption(json)
  .action(async (feature, options) => end((await import('./commands/artefacts.ts')).pull(feature, options)));

/** The exit code of the command that is running. */
let ended: number = exit.accepted;

async function end(command: Promise<number>): Promise<void> {
  ended = await command;
}

/** Runs the command line; resolves to the exit code and never rejects. Errors are told on stdout, as everything else. */
export async function timbre(parameters: readonly string[]): Promise<number> {
  const forPrograms = parameters.includes('--json');
  ended = exit.accepted;
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return ended;
  } catch (thrown) {
    const error = thrown instanceof CommanderError ? usageError(thrown, parameters) : thrown;
    if (error === undefined) return exit.accepted;
    const problems = problemsOf(error);
    const run = error instanceof StoppedRun ? error.run : null;
    if (forPrograms) process.stdout.write(`${JSON.stringify(errorJson(problems, run))}\n`);
    else tellError(problems, run);
    return error instanceof TimbreError ? exitForError(error) : exit.failed;
  }
}

function tellError(problems: readonly Problem[], run: string | null): void {
  tellProblems(problems);
  if (run !== null) say(`The run is recorded: timbre log ${run} tells how far it came, timbre resume ${run} goes on.`);
}

/** Undefined for what commander calls an error and is none: `--help` and `--version`. */
function usageError({ exitCode, message }: CommanderError, parameters: readonly string[]): TimbreError | undefined {
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
