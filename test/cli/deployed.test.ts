import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { deployedIn } from '../../cli/deployed.ts';
import { TimbreError } from '../../engine/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-deployed-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Readonly<Record<string, string>> = {
  'feature.yaml': `feature: xx/demo
title: Demo
version: 1.0.0
effective: { from: 2026-01-01, by: issueDate }
summary: Checks an invoice.
pipelines:
  issue:
    title: Issue
    applies: { country: XX, documentType: [invoice] }
    input: input.schema.json
    identity: [invoice.number]
    steps:
      - id: checked
        uses: validate
        with: { rules: rules.yaml }
`,
  'rules.yaml': 'rules: []\n',
  'input.schema.json': JSON.stringify({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $ref: 'urn:timbre:invoice:1',
  }),
};

it('takes a feature as soon as its author has mended it, where the store was away at the start', async () => {
  const write = (name: string, text = '') => writeFileSync(join(folder, name), text);
  for (const [name, text] of Object.entries(files)) write(name, text);
  write('feature.yaml', 'feature: [');
  let away = true;
  const engine = { deployed: async () => (away ? Promise.reject(new TimbreError([])) : []) };
  const deployed = await deployedIn({ name: 'local', features: [folder] }, engine);
  away = false;
  await expect(deployed()).rejects.toBeInstanceOf(TimbreError);
  write('feature.yaml', files['feature.yaml']);
  expect(await deployed()).toHaveLength(1);
});
