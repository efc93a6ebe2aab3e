import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { type LanguageServer, startLanguageServer } from './language-server.ts';
import { installLanguageServer } from './program.ts';

/** An author's file below features/xx/post, with the line that names its schema; ▮ is the cursor. */
function file(path: string, kind: string, text: string): readonly [path: string, text: string] {
  const up = '../'.repeat(path.split('/').length + 2);
  return [`features/xx/post/${path}`, `# yaml-language-server: $schema=${up}schemas/${kind}.schema.json\n${text}`];
}

const inPipeline = (text: string) =>
  file('feature.yaml', 'feature', `feature: xx/post\npipelines:\n  issue:\n${text.replace(/^/gm, '    ')}`);
const inStep = (text: string) => inPipeline(`steps:\n  - id: one\n${text.replace(/^/gm, '    ')}`);
const inMapping = (text: string) => file('mappings/a.yaml', 'mapping', `document:\n  Letter:\n    ${text}`);
const inRules = (text: string) => file('rules/a.yaml', 'rules', `rules:\n  - id: A\n    ${text}`);
const inCase = (text: string) => file('cases/a/case.yaml', 'case', `title: A case\n${text}`);
const inConnector = (text: string) =>
  file(
    'connectors/a.yaml',
    'connector',
    `connector: a\noperations:\n  send:\n    steps:\n      - id: sent\n        ${text}`,
  );

const names = actions.map(({ name }) => name);
const words = ['$for', '$if', '$with', '$text', '$value', '$codes', '$use'];

let server: LanguageServer;

describe.skipIf(!installLanguageServer())('in an editor with the YAML language server', () => {
  beforeAll(async () => {
    server = await startLanguageServer();
  }, 60_000);
  afterAll(() => server.close());

  const completions: readonly (readonly [what: string, file: readonly [string, string], labels: readonly string[]])[] =
    [
      [
        'a feature',
        file('feature.yaml', 'feature', 'feature: xx/post\n▮'),
        ['title', 'settings', 'secrets', 'pipelines'],
      ],
      [
        'a setting',
        file('feature.yaml', 'feature', 'settings:\n  url:\n    ▮'),
        ['type', 'enum', 'default', 'summary'],
      ],
      ['a pipeline', inPipeline('▮'), ['title', 'applies', 'input', 'identity', 'steps', 'result']],
      ['a step', inStep('▮'), ['uses', 'with', 'in', 'when', 'outcomes', 'recover', 'poll']],
      ['uses', inStep('uses: ▮'), names],
      ['uses, half a word', inStep('uses: tra▮'), names],
      ['with of transform', inStep('uses: transform\nwith:\n  ▮'), ['mapping']],
      ['with of call', inStep('uses: call\nwith:\n  ▮'), ['url', 'method', 'body', 'timeout', 'reply']],
      ['the profile of sign', inStep('uses: sign\nwith:\n  profile: ▮'), ['text', 'xmldsig']],
      ['with of sign by text', inStep('uses: sign\nwith:\n  profile: text\n  ▮'), ['key', 'signature', 'certificate']],
      [
        'outcomes',
        inStep('uses: call\noutcomes:\n  ▮'),
        ['accepted', 'duplicate', 'refused', 'unavailable', 'pending'],
      ],
      ['recover', inStep('uses: call\nrecover:\n  ▮'), ['ask', 'found', 'absent', 'settle', 'startWithin', 'attempts']],
      ['uses in a connector', inConnector('uses: ▮'), names],
      [
        'a mapping',
        file('mappings/a.yaml', 'mapping', '▮'),
        ['mapping', 'writes', 'namespaces', 'document', 'fragments'],
      ],
      ['an element', inMapping('▮'), words],
      ['an element, after $', inMapping('$▮'), words],
      ['a rule', inRules('▮'), ['severity', 'for', 'when', 'check', 'message', 'hint', 'path']],
      ['a severity', inRules('severity: ▮'), ['error', 'warning']],
      ['a case', inCase('▮'), ['pipeline', 'original', 'faults', 'replies', 'at', 'expect']],
      ['what is expected', inCase('expect:\n  ▮'), ['state', 'outcome', 'values', 'problems', 'documents']],
      ['an outcome', inCase('expect:\n  outcome: ▮'), ['accepted', 'refused', 'unknown']],
      ['a failure', inCase('replies:\n  - failure: ▮'), ['timeout', 'reset', 'dns']],
    ];
  it.each(completions)('completes %s', async (_, [path, text], labels) => {
    const items = await server.complete(path, text);
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining([...labels]));
    const silent = items.filter(({ label, documentation }) => labels.includes(label) && documentation === '');
    expect(silent).toEqual([]);
  });

  it('proposes the keys of a step, not a step of each action', async () => {
    const items = await server.complete(...inStep('▮'));
    expect(items.filter(({ documentation }) => documentation.includes('uses:'))).toHaveLength(1);
  });

  it('proposes only what the action takes', async () => {
    const [path, text] = inStep('uses: transform\nwith:\n  ▮');
    const labels = (await server.complete(path, text)).map(({ label }) => label);
    expect(labels).not.toContain('url');
    expect(labels).not.toContain('profile');
  });

  const hovers: readonly (readonly [what: string, file: readonly [string, string], says: string])[] = [
    ['an action', inStep('uses: trans▮form'), 'Writes a document from the business data, by a mapping.'],
    ['a parameter', inStep('uses: transform\nwith: { map▮ping: a.yaml }'), 'Path of the mapping file in the feature'],
    ['a key of a step', inStep('wi▮th: {}'), 'The parameters of the action'],
    ['a key of a pipeline', inPipeline('iden▮tity: [invoice.number]'), 'What makes the fiscal document one'],
    ['a word of a mapping', inMapping('$f▮or: line in invoice.lines'), 'Repeats:'],
    ['an attribute', inMapping('"@nu▮mber": =invoice.number'), 'What is absent (null or empty) is left out.'],
    ['a check', inRules('che▮ck: =true'), 'What must be true'],
    ['a loop', inRules('f▮or: line in invoice.lines'), 'Checks the rule for each item'],
    ['faults', inCase('fau▮lts: []'), 'What the sandbox does wrong.'],
    ['an outcome', inCase('expect: { outcome: refu▮sed }'), 'unavailable, nothing was taken'],
  ];
  it.each(hovers)('tells of %s', async (_, [path, text], says) => {
    const plain = (await server.hover(path, text)).replaceAll('\\', '');
    expect(plain).toContain(says);
  });

  const real = readdirSync('features/mx/cfdi', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .map((path) => `features/mx/cfdi/${path}`)
    .filter((path) => readFileSync(path, 'utf8').startsWith('# yaml-language-server:'));
  it('underlines nothing in the files of a feature that is right', async () => {
    expect(real.length).toBeGreaterThan(40);
    const problems = await Promise.all(
      real.map(async (path) =>
        (await server.problems(path, readFileSync(path, 'utf8'))).map((each) => `${path}: ${each}`),
      ),
    );
    expect(problems.flat()).toEqual([]);
  }, 120_000);

  it('underlines a key that is not known', async () => {
    const [path, text] = inStep('uses: transform\nwith: { maping: a.yaml }');
    expect((await server.problems(path, text)).join()).toContain('maping');
  });
});
