import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readCases } from '../../cli/cases/read.ts';
import type { Feature, Pipeline } from '../../engine/index.ts';
import { opening } from '../services/opened.ts';
import { table } from './table.ts';

/** A page with this line is made; another one is written by hand. */
export const madeOfFeature = '<!-- Made from the feature by `npm run generate`. -->';

/** The README of a feature: what it takes and leaves, needs, checks, and the cases that show it. */
export async function featurePage(folder: string): Promise<string> {
  const feature = await opening(folder);
  const head: { readonly summary?: string; readonly extends?: string } = parse(
    readFileSync(join(folder, 'feature.yaml'), 'utf8'),
  );
  const parts = [
    madeOfFeature,
    `# ${feature.id}: ${feature.title}`,
    head.summary?.trim() ?? '',
    `Version ${feature.version}, ${effective(feature)}.${head.extends ? ` It lies over \`${head.extends}\`: what is not said here is said there.` : ''}`,
    table(['pipeline', 'what it does', 'applies to', 'leaves'], Object.values(feature.pipelines).map(pipelineRow)),
    '## What it needs',
    needs(feature),
    ...checked(folder),
    '## Cases',
    'Each is a test and an example: `cases/<name>/input.json` is business data to begin with.',
    table(
      ['case', 'what it shows'],
      readCases(folder).map(({ name, title }) => [`[${name}](cases/${name}/case.yaml)`, title]),
    ),
  ];
  return `${parts.filter((each) => each !== '').join('\n\n')}\n`;
}

function effective({ effective: { from, until, by } }: Feature): string {
  return `for documents whose \`${by}\` is ${from} or later${until === undefined ? '' : `, and before ${until}`}`;
}

function pipelineRow({ name, title, applies, concerns, result }: Pipeline): string[] {
  const fields = Object.entries(applies).map(([field, values]) => `\`${field}\`: ${values.join(', ')}`);
  const left = [...Object.keys(result.documents), ...Object.keys(result.values)].map((each) => `\`${each}\``);
  const spoken = concerns ? `; speaks of what \`${concerns.pipeline}\` issued` : '';
  return [`\`${name}\``, `${title}${spoken}`, fields.join('; '), left.join(', ')];
}

function needs({ settings, secrets, connectors, artefacts, pipelines, id }: Feature): string {
  const files = Object.values(pipelines).flatMap(({ name: pipeline, attachments }) =>
    Object.entries(attachments).map(([name, { mediaType, required, summary }]) => [
      `file \`${name}\` of \`${pipeline}\``,
      `${summary} (\`${mediaType}\`${required ? '' : ', may be left out'})`,
    ]),
  );
  const rows = [
    ...files,
    ...Object.entries(settings).map(([name, { summary = '', default: given }]) => [
      `setting \`${name}\``,
      `${summary}${given === undefined || given === '' ? '' : ` (\`${String(given)}\`)`}`,
    ]),
    ...Object.entries(secrets).map(([name, { summary = '' }]) => [`secret \`${name}\``, summary]),
    ...Object.values(connectors).flatMap((each) => Object.entries(each).flatMap(neededBy)),
    ...Object.keys(artefacts).map((name) => [`artefact \`${name}\``, `\`timbre artefacts pull ${id}\``]),
  ];
  return table(['', 'what it is'], rows);
}

function neededBy([connector, { settings, secrets }]: [string, Feature['connectors'][string][string]]): string[][] {
  const row =
    (kind: string) =>
    ([name, { summary = '' }]: [string, { readonly summary?: string | undefined }]) => [
      `${kind} \`${name}\``,
      `${summary} (connector \`${connector}\`)`,
    ];
  return [...Object.entries(settings).map(row('setting')), ...Object.entries(secrets).map(row('secret'))];
}

interface RulesFile {
  readonly rules?: readonly (RulePart & { readonly places?: readonly RulePart[] })[];
}

interface RulePart {
  readonly id?: string;
  readonly hint?: string;
  readonly path?: string;
}

/** The rules of the feature's own files; those of a base stand on its page. */
function checked(folder: string): string[] {
  const files = readdirSync(folder).includes('rules') ? readdirSync(join(folder, 'rules')).sort() : [];
  const rules = files.flatMap((file) => {
    const { rules = [] }: RulesFile = parse(readFileSync(join(folder, 'rules', file), 'utf8'));
    return rules.flatMap((rule) => rowsOf(rule, file));
  });
  if (rules.length === 0) return [];
  const intro = 'Before anything is written, on the business data: an error tells the field and what to do.';
  return ['## What it checks', intro, table(['rule', 'field', 'what to do'], rules)];
}

/** A row for each id: most rules have one, some another one at each of their places; what is removed has none. */
function rowsOf(
  { places = [{}], ...rule }: RulePart & { readonly places?: readonly RulePart[] },
  file: string,
): string[][] {
  const rows = new Map<string, { readonly fields: string[]; readonly hint: string }>();
  for (const { id = '', path, hint = '' } of places.map((place) => ({ ...rule, ...place }))) {
    const row = rows.get(id) ?? { fields: [], hint };
    rows.set(id, row);
    if (path !== undefined) row.fields.push(`\`${path}\``);
  }
  rows.delete('');
  return [...rows].map(([id, { fields, hint }]) => [`[${id}](rules/${file})`, [...new Set(fields)].join(', '), hint]);
}
