import { basename, relative } from 'node:path';
import { say } from './people.ts';
import { bold, dim } from './style.ts';

/** How this command is called here: installed, or built in its own folder. */
const command = ((): string => {
  const script = process.argv[1] ?? 'timbre';
  return basename(script) === 'timbre' ? 'timbre' : `node ${relative(process.cwd(), script)}`;
})();

interface Tried {
  readonly feature: string;
  readonly input: string;
  readonly run: string;
  readonly lastStep: string;
  readonly sandbox: string;
}

/** After a first run: what else there is to see. */
export function tellWhatToTry({ feature, input, run, lastStep, sandbox }: Tried): void {
  say();
  say(bold('Try next'));
  for (const [parameters, what] of [
    [`log ${run}`, 'everything that happened, in order'],
    [`replay ${run} --from ${lastStep}`, 'the last step again, as a run of its own'],
    [`run ${feature} ${input} --sandbox`, 'the same document again: answered with this run, not sent twice'],
    [`sandbox ${sandbox}`, 'the authority by itself, and the ways in which it can misbehave'],
    ['artefacts pull', "the authority's own schemas, so that documents are validated before they are sent"],
  ]) {
    say(`  ${command} ${parameters}`);
    say(`    ${dim(what ?? '')}`);
  }
}
