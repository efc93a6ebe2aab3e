import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { celBuiltins, expressionFunctions } from '../../engine/expression.ts';
import { type Action, problemKinds } from '../../engine/index.ts';
import { featureFolders, ownFeatures, packageFolder } from '../../platform/environment/index.ts';
import { sandboxes } from '../../sandbox/index.ts';
import { actionIndex, actionPage } from './actions.ts';
import { errorTables } from './errors.ts';
import { faultTable } from './faults.ts';
import { featurePage, madeOfFeature } from './feature.ts';
import { functionTables } from './functions.ts';
import { termsPage } from './terms.ts';

/** Pages that are made from the code as a whole, by path. */
export function docPages(actions: readonly Action[]): Readonly<Record<string, string>> {
  const pages = actions.map((action) => [`docs/actions/${action.name}.md`, actionPage(action)]);
  return Object.fromEntries([
    ['docs/actions/README.md', actionIndex(actions)],
    ['docs/terms.md', termsPage()],
    ...pages,
  ]);
}

/** The READMEs of features, of Timbre's own without `folders`, by path, but for those that are written by hand. */
export async function featurePages(folders = featureFolders(ownFeatures)): Promise<Readonly<Record<string, string>>> {
  const pages: Record<string, string> = {};
  for (const folder of folders) {
    const path = join(folder, 'README.md');
    const byHand = existsSync(path) && !readFileSync(path, 'utf8').startsWith(madeOfFeature);
    if (!byHand) pages[relative(packageFolder, path)] = await featurePage(folder);
  }
  return pages;
}

/** Tables inside pages that are otherwise written by hand; each stands between its two marks. */
export function docSections(): readonly DocSection[] {
  const faults = Object.entries(sandboxes).map(([name, sandbox]) => ({
    path: 'docs/sandbox.md',
    name: `faults ${name}`,
    text: faultTable(sandbox.faults),
  }));
  return [
    { path: 'docs/errors.md', name: 'problems', text: errorTables(problemKinds) },
    { path: 'docs/expressions.md', name: 'functions', text: functionTables(expressionFunctions, celBuiltins) },
    ...faults,
  ];
}

export interface DocSection {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** The page with the section put between its marks. Throws when the marks do not stand there. */
export function withSection(page: string, { path, name, text }: DocSection): string {
  const open = `<!-- made by npm run generate: ${name} -->\n`;
  const close = `<!-- end of ${name} -->`;
  const from = page.indexOf(open);
  const to = page.indexOf(close, from);
  if (from < 0 || to < 0) throw new Error(`${path} does not have the marks of its section "${name}".`);
  return `${page.slice(0, from + open.length)}\n${text}\n${page.slice(to)}`;
}
