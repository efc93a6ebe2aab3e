import type { Group } from './group.ts';
import { environment, json } from './options.ts';

export const installation: Group = (program, ends) => {
  program.commandsGroup('Installation:');
  program
    .command('doctor [feature]')
    .description('looks whether an environment has what features need: settings, secrets, artefacts, hosts, the clock')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/doctor.ts')).doctor(feature, options)));
  program
    .command('sandbox <name>')
    .description('starts a local authority')
    .option('-p, --port <number>', 'the port on 127.0.0.1; without it, any that is free')
    .option('--fault <name>', 'how it misbehaves')
    .option('--ledger <file>', 'keeps what it accepted')
    .action(async (name, options) => ends((await import('../commands/sandbox.ts')).sandbox(name, options)));
  const artefacts = program.command('artefacts').description("the authorities' own schemas, pinned by features");
  artefacts
    .command('list [feature]')
    .description('which artefacts features pin, and which are in the cache')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/artefacts.ts')).list(feature, options)));
  artefacts
    .command('pull [feature]')
    .description('fetches them into the cache')
    .option('--from <folder>', 'a mirror: FOLDER/host/path')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/artefacts.ts')).pull(feature, options)));
};
