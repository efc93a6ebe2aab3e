import { Option } from 'commander';
import { filterWords } from '../../engine/filter-words.ts';
import type { Group } from './group.ts';
import { environment, json, out, wait } from './options.ts';

export const runs: Group = (program, ends) => {
  program.commandsGroup('Runs:');
  program
    .command('run <feature> <input>')
    .description('submits business data and takes the run as far as it goes')
    .addOption(environment)
    .option('-c, --context <key=value...>', 'fields of the context')
    .addOption(out)
    .option('--sandbox [fault]', 'the local stand-in for the authority, misbehaving in the way named')
    .option('--key <key>', "the submission's idempotency key")
    .option('--original <run>', 'the accepted run that this one cancels, pays or corrects')
    .option('--attachment <file...>', 'files that go with the business data, such as the PDF that people read')
    .addOption(wait)
    .addOption(json)
    .action(async (feature, input, options) => ends((await import('../commands/run.ts')).run(feature, input, options)));
  program
    .command('resume <run>')
    .description('goes on with a run that was stopped, parked or held')
    .addOption(environment)
    .addOption(out)
    .addOption(wait)
    .addOption(json)
    .action(async (run, options) => ends((await import('../commands/resume.ts')).resume(run, options)));
  program
    .command('resolve <run>')
    .description('settles a held run by what a person found out at the authority')
    .option('--accepted', 'the authority has the document')
    .option('--absent', 'it does not, and the document is sent again')
    .option('--refused', 'it will not have it, and the document may be submitted anew')
    .requiredOption('--by <who>', 'who found it out')
    .requiredOption('--why <text>', 'how')
    .option('--document <name=file...>', 'accepted: a document of the answer that did not come')
    .option('--value <name=text...>', 'accepted: a value of it')
    .addOption(environment)
    .addOption(out)
    .addOption(wait)
    .addOption(json)
    .action(async (run, options) => ends((await import('../commands/resolve.ts')).resolve(run, options)));
  program
    .command('cancel <run>')
    .description('gives up a run that has nothing out at the authority')
    .addOption(environment)
    .addOption(json)
    .action(async (run, options) => ends((await import('../commands/cancel.ts')).cancel(run, options)));
  program
    .command('replay <run>')
    .description('repeats a finished run from a step on, as a new, linked run')
    .option('--from <step>', 'the first step that is done anew; without it, all')
    .addOption(environment)
    .addOption(out)
    .addOption(wait)
    .addOption(json)
    .action(async (run, options) => ends((await import('../commands/resume.ts')).replay(run, options)));
  program
    .command('log <run>')
    .description('tells everything that happened in a run')
    .option('--verify [sha256]', 'proves the record whole and unchanged; and that it has the entry of this hash')
    .addOption(environment)
    .addOption(json)
    .action(async (run, options) => ends((await import('../commands/log.ts')).log(run, options)));
  program
    .command('list')
    .description('tells which runs there are, the newest first, and how they stand')
    .option('--from <day>', 'the first day of submission, in UTC; 30 days before the last without it')
    .option('--until <day>', 'the last day of submission, in UTC; today without it')
    .option('--legal-entity <ids...>', 'of these only')
    .addOption(new Option('--state <states...>', 'in these states').choices(filterWords.states))
    .addOption(new Option('--outcome <outcomes...>', 'with these outcomes').choices(filterWords.outcomes))
    .addOption(new Option('--says <words...>', 'those that say this of another one').choices(filterWords.says))
    .option('--limit <number>', 'how many at most', '50')
    .addOption(environment)
    .addOption(json)
    .action(async (options) => ends((await import('../commands/list.ts')).list(options)));
};
