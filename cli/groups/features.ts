import type { Command } from 'commander';
import type { Ends, Group } from './group.ts';
import { environment, json } from './options.ts';

export const features: Group = (program, ends) => {
  program.commandsGroup('Features:');
  program
    .command('check [paths...]')
    .description('says all that can be known of features before a run')
    .addOption(json)
    .action(async (paths, options) => ends((await import('../commands/check.ts')).check(paths, options)));
  program
    .command('test [names...]')
    .description('replays the cases of features: FEATURE or FEATURE/CASE')
    .option('--update', 'rewrites the expected documents')
    .option('--out <folder>', 'copies the documents of each case there, below its name')
    .option('--base', 'of an overlay: the cases of what it extends, too')
    .option('--coverage', 'tells what of the feature no case exercises')
    .option('--watch', 'again whenever a file changes, until it is interrupted')
    .addOption(json)
    .action(async (names, options) =>
      ends(
        options.watch
          ? (await import('../commands/watch.ts')).watch(names, options)
          : (await import('../commands/test.ts')).test(names, options),
      ),
    );
  program
    .command('explain <feature>')
    .description('tells what a feature does, step by step: FEATURE or FEATURE/PIPELINE')
    .option('--diagram <file>', 'draws one pipeline as a picture (SVG)')
    .option('--mermaid', 'prints the diagram as Mermaid text')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/explain.ts')).explain(feature, options)));
  program
    .command('case <run>')
    .description('makes a case from a recorded run, without secrets and what names anybody')
    .option('--name <name>', 'the name of the case')
    .option('--feature <feature>', 'the feature that gets it; without it, the one of the run')
    .addOption(environment)
    .addOption(json)
    .action(async (run, options) => ends((await import('../commands/case.ts')).caseFrom(run, options)));
  program
    .command('validate <files...>')
    .description('judges XML documents by official Schematron rules')
    .requiredOption(
      '--schematron <file>',
      'rules: ISO Schematron, or the XSLT it was compiled to; may be repeated',
      each,
    )
    .option('--phase <name>', 'the phase of the rules')
    .option('--svrl <file>', 'writes the report as SVRL')
    .addOption(json)
    .action(async (files, options) => ends((await import('../commands/validate.ts')).validate(files, options)));
  program
    .command('convert <input>')
    .description(
      'writes a document of any format, or business data, in the format of a feature; nothing is kept or sent',
    )
    .requiredOption('--to <feature>', 'whose format: FEATURE or FEATURE/PIPELINE')
    .requiredOption('-o, --out <file>', 'where the document goes')
    .option('-c, --context <key=value...>', 'fields of the context')
    .addOption(environment)
    .addOption(json)
    .action(async (input, options) => ends((await import('../commands/convert.ts')).convert(input, options)));
  program
    .command('diff <before> <after>')
    .description('what changes between two versions of a feature in the documents of its cases')
    .addOption(json)
    .action(async (before, after, options) => ends((await import('../commands/diff.ts')).diff(before, after, options)));
  beginnings(program, ends);
};

/** Of an option that may be repeated: all that were given. */
const each = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function beginnings(program: Command, ends: Ends): void {
  const scaffold = program
    .command('new')
    .description('begins a feature, a connector or an action that works as it stands');
  scaffold
    .command('feature <name>')
    .description('a feature in a folder of that name, such as xx/post')
    .option('--extends <feature>', 'lies over this one, such as eu/en16931, and changes nothing yet')
    .action(async (name, options) => ends((await import('../commands/new.ts')).feature(name, options)));
  scaffold
    .command('connector <name>')
    .description('a connector beside those that a feature has')
    .requiredOption('--feature <feature>', 'the feature it is for')
    .option('--from <connector>', 'the connector it begins as a copy of; without it, the first')
    .action(async (name, options) => ends((await import('../commands/new.ts')).connector(name, options)));
  scaffold
    .command('action <name>')
    .description('an action, with its test, in a checkout of Timbre')
    .action(async (name) => ends((await import('../commands/new.ts')).action(name)));
}
