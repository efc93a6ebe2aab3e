import { Option } from 'commander';
import type { Group } from './group.ts';
import { environment, json } from './options.ts';

const log = new Option(
  '--log <level>',
  'lines of JSON on standard error from: debug, info, warn, error, or silent',
).default('info');

export const installation: Group = (program, ends) => {
  program.commandsGroup('Installation:');
  program
    .command('init [file]')
    .description('makes an environment file question by question, and proves each connection as it goes')
    .option('--name <name>', 'local, test or production')
    .option('--vault <where>', 'a folder, or https://NAME.vault.azure.net')
    .option('--store <where>', 'a folder, the address of a container, or secret:NAME of its SAS')
    .option('--redis <address>', `e.g. \${REDIS_URL}; without one all is in one process`)
    .option('--allow <hosts...>', 'hosts of authorities that may be called')
    .option('--legal-entity <ids...>', 'who issues')
    .option('--retention <years>', 'how long records must be kept')
    .addOption(json)
    .action(async (file, options) => ends((await import('../commands/init.ts')).init(file ?? 'timbre.yaml', options)));
  program
    .command('doctor [feature]')
    .description('looks whether an environment has what features need: settings, secrets, artefacts, hosts, the clock')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/doctor.ts')).doctor(feature, options)));
  program
    .command('serve')
    .description('serves ERPs over HTTP, until it is told to stop')
    .addOption(environment)
    .option('--embedded', 'works on what comes in, too: no queue, no other process')
    .option('-p, --port <number>', 'the port; without it the one of the environment')
    .addOption(log)
    .action(async (options) => ends((await import('../commands/serve.ts')).serve(options)));
  program
    .command('worker')
    .description('works on runs from the queue, until it is told to stop')
    .addOption(environment)
    .option('--processes <number>', 'workers on this machine', '1')
    .option('--metrics <port>', 'serves /metrics and /health: PORT of this machine, or HOST:PORT')
    .addOption(log)
    .action(async (options) => ends((await import('../commands/worker.ts')).worker(options)));
  program
    .command('deploy <feature>')
    .description('has submissions go to a version of a feature from a day on: FEATURE or FEATURE@VERSION')
    .option('--from <day>', 'what is dated then or later; without it, since the feature is effective')
    .option('--preview', 'beside the live version, on what really comes in, without sending anything')
    .addOption(environment)
    .action(async (feature, options) => ends((await import('../commands/deploy.ts')).deploy(feature, options)));
  program
    .command('undeploy <feature>')
    .description('takes a version back: FEATURE@VERSION')
    .option('--preview', 'ends its preview, and removes what that found')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/deploy.ts')).undeploy(feature, options)));
  program
    .command('deployments')
    .description('tells which versions of features submissions go to')
    .option('--preview', 'what previewed versions do in another way than the live ones')
    .addOption(environment)
    .addOption(json)
    .action(async (options) => ends((await import('../commands/deploy.ts')).deployments(options)));
  program
    .command('key')
    .description('makes an API key, and what to put into the environment file for it')
    .action(async () => ends((await import('../commands/key.ts')).key()));
  program
    .command('index')
    .description('makes the list of runs anew from the runs themselves')
    .requiredOption('--rebuild', 'that is what it does')
    .addOption(environment)
    .addOption(json)
    .action(async (options) => ends((await import('../commands/rebuild.ts')).rebuild(options)));
  program
    .command('purge')
    .description('removes the files of finished runs that need not be kept any longer, as `retention` says')
    .option('--before <day>', 'only of runs that ended earlier, such as 2016-01-01')
    .option('--legal-entity <id>', 'only of this legal entity')
    .option('--dry-run', 'tells what it would remove')
    .addOption(environment)
    .addOption(json)
    .action(async (options) => ends((await import('../commands/purge.ts')).purge(options)));
  program
    .command('sandbox <name>')
    .description('starts a local authority')
    .option('-p, --port <number>', 'the port on 127.0.0.1; without it, any that is free')
    .option('--fault <name>', 'how it misbehaves')
    .option('--ledger <file>', 'keeps what it accepted')
    .option('--inbox <folder>', 'where it puts documents that come in from others')
    .option('--material <names...>', 'certificates that it takes, such as taxpayer:EKU9003173C9, put into --vault')
    .option('--vault <folder>', 'the folder vault of the environment that calls it', 'vault')
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
    .option('--only <artefact>', 'only the artefact of this name')
    .addOption(environment)
    .addOption(json)
    .action(async (feature, options) => ends((await import('../commands/artefacts.ts')).pull(feature, options)));
};
