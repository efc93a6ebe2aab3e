import type { Previewed, PreviewedDocument } from '../../engine/index.ts';
import type { Environment } from '../../platform/environment/index.ts';
import { type ChangedLine, changedLines, linesOf } from '../difference/lines.ts';
import { say } from './people.ts';
import { bold, dim, green, red } from './style.ts';

/** So many runs that differ are shown. */
const mostExamples = 5;
/** So many lines of each document. */
const mostLines = 10;

/** What the previewed versions of an environment do in another way: how often, and some examples. */
export async function tellPreviews({ engine }: Environment, forPrograms: boolean): Promise<void> {
  const found = await Promise.all(
    (await engine.previews()).map(async ({ feature, version, digest, deployedAt }) => {
      const { same, differs, examples } = await engine.previewFindings(digest, mostExamples);
      const shown = await Promise.all(examples.map((each) => withLines(each, engine.document)));
      return { feature, version, since: deployedAt, same, differs, examples: shown };
    }),
  );
  if (forPrograms) {
    process.stdout.write(`${JSON.stringify({ previews: found })}\n`);
    return;
  }
  if (found.length === 0) say('Nothing is previewed.');
  for (const { feature, version, since, same, differs, examples } of found) {
    say(`${bold(`${feature} ${version}`)}  since ${since.slice(0, 10)}: ${same} the same, ${differs} different`);
    for (const each of examples) tell(each);
  }
}

type Shown = Omit<Previewed, 'documents'> & {
  readonly documents: readonly (PreviewedDocument & { readonly lines: readonly ChangedLine[] })[];
};

async function withLines(
  previewed: Previewed,
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<Shown> {
  const textOf = async (path: string | undefined) =>
    path === undefined ? [] : linesOf(Buffer.from((await read(path)) ?? []).toString());
  const documents = await Promise.all(
    previewed.documents.map(async (document) => {
      const [live, preview] = await Promise.all([textOf(document.live), textOf(document.preview)]);
      return { ...document, lines: changedLines(live, preview).slice(0, mostLines) };
    }),
  );
  return { ...previewed, documents };
}

function tell({ run, end, problems, documents }: Shown): void {
  say(`  run ${run}`);
  if (end.live !== end.preview) say(`    ended: ${end.live} live, ${end.preview} in the preview`);
  for (const code of problems.live) say(`    ${red('-')} ${code}`);
  for (const code of problems.preview) say(`    ${green('+')} ${code}`);
  for (const { name, lines } of documents) {
    say(`    ${dim(name)}`);
    for (const { kind, line } of lines) say(`    ${kind === 'removed' ? red(`- ${line}`) : green(`+ ${line}`)}`);
  }
}
