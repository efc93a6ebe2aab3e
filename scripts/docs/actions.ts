import type { Action, ActionExample, DocumentPort, Effect, ValueSchema } from '../../engine/action.ts';
import { problemKinds } from '../../engine/problem-kinds/index.ts';
import { type ProfileParameters, parameterRows, profilesOf, typeOf } from './parameters.ts';
import { table } from './table.ts';

const note = '<!-- Made from the code by `npm run generate`. -->\n';

const effects: Readonly<Record<Effect, string>> = {
  pure: 'sees its documents and the variables of the run, no clock, chance, secret or network; repeated at will',
  secret: 'uses a key or secret; its first output is kept and never made anew',
  state: 'moves a counter, once per run and step',
  external: 'talks to the world; the attempt is recorded first and never repeated on a guess',
};

/** The list of all actions. */
export function actionIndex(actions: readonly Action[]): string {
  const rows = actions.map(({ name, effect, summary }) => [`[${name}](${name}.md)`, effect, summary]);
  const kinds = Object.entries(effects).map(([effect, meaning]) => [`\`${effect}\``, `${meaning}.`]);
  return [
    note,
    '# Actions\n',
    'What a step can do. A step names its action with `uses`; see [features](../features.md).\n',
    `${table(['action', 'effect', 'what it does'], rows)}\n`,
    '## Effects\n',
    `${table(['effect', 'an action of this effect'], kinds)}\n`,
  ].join('\n');
}

/** One action: what it takes, what it leaves, what can go wrong, and its examples, which are run as tests. */
export function actionPage(action: Action): string {
  const parts = [
    note,
    `# ${action.name}\n`,
    `${action.summary}\n`,
    `Effect: \`${action.effect}\`. The action ${effects[action.effect]}.\n`,
    '## Parameters\n',
    `${table(['with', 'type', 'what it means'], parameterRows(action.with))}\n`,
    ...profilesOf(action.with).map(profileRows),
    '## Documents in\n',
    documents(action.in, 'None.'),
    '## Documents out\n',
    documents(action.out, 'None.'),
    '## Values\n',
    values(action.values ?? {}, action.outputs !== undefined),
    '## Errors\n',
    `${table(['code', 'what it means'], errorRows(action))}\n`,
    '## Examples\n',
    ...action.examples.map(example),
  ];
  return parts.join('\n');
}

/** A profile's own parameters. */
function profileRows({ name, summary, schema }: ProfileParameters): string {
  const rows = parameterRows(schema).filter(([parameter]) => parameter !== '`profile`');
  return `### With profile \`${name}\`\n\n${summary}\n\n${table(['with', 'type', 'what it means'], rows)}\n`;
}

function documents(ports: Readonly<Record<string, DocumentPort>>, none: string): string {
  const rows = Object.entries(ports).map(([name, { summary, mediaTypes, optional }]) => [
    `\`${name}\`${optional ? ', if there is one' : ''}`,
    mediaTypes?.map((each) => `\`${each}\``).join(', ') ?? 'any',
    summary,
  ]);
  return rows.length === 0 ? `${none}\n` : `${table(['document', 'media type', 'what it is'], rows)}\n`;
}

function values(always: Readonly<Record<string, ValueSchema>>, byParameters: boolean): string {
  const rows = Object.entries(always).map(([name, schema]) => [
    `\`${name}\``,
    typeOf(schema),
    String(schema.description ?? ''),
  ]);
  const more = byParameters ? 'The parameters decide media types, and may add documents and values.\n' : '';
  if (rows.length === 0) return more || 'None.\n';
  return `${table(['value', 'type', 'what it says'], rows)}\n${more && `\n${more}`}`;
}

const errorRows = ({ errors }: Action): string[][] =>
  [...errors].sort().map((code) => [`[\`${code}\`](../errors.md)`, problemKinds[code].summary]);

function example({ title, step, files = {}, expect }: ActionExample): string {
  const shown = Object.entries(files).map(
    ([path, text]) => `\`${path}\`:\n\n${fence(path.endsWith('.css') ? 'css' : 'yaml', text)}`,
  );
  return [`### ${title}\n`, fence('yaml', step), ...shown, ...results(expect)].join('\n');
}

function results({ documents: made = {}, values: left = {}, problem }: ActionExample['expect']): string[] {
  const written = Object.entries(made).map(
    ([name, text]) => `It leaves the document \`${name}\`:\n\n${fence('', text)}`,
  );
  const facts = Object.entries(left).map(([name, value]) => `- \`${name}\`: \`${JSON.stringify(value)}\``);
  return [
    ...written,
    ...(facts.length > 0 ? [`It leaves the values\n\n${facts.join('\n')}\n`] : []),
    ...(problem ? [`It ends with the problem \`${problem}\`.\n`] : []),
  ];
}

const fence = (language: string, text: string): string => `\`\`\`${language}\n${text.trim()}\n\`\`\`\n`;
