import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkCase } from '../../../cli/cases/check.ts';
import { readCases } from '../../../cli/cases/read.ts';
import { replayCase } from '../../../cli/cases/replay.ts';
import { openFeature } from '../../../platform/environment/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-messages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (path: string, content: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};

/** A case whose run waits for the receipt of its number. */
function caseWith(name: string, messages: string) {
  const head = 'title: A receipt comes\npipeline: issue\nat: 2026-03-01T12:00:00Z\nreplies: []\n';
  const expected = 'expect: { state: completed, values: { receipt: R-1 } }\n';
  write(`cases/${name}/case.yaml`, `${head}${messages}${expected}`);
  write(`cases/${name}/input.json`, '{ "issueDate": "2026-03-01", "number": "A-1" }');
  write(`cases/${name}/receipt.xml`, '<Receipt id="R-1"/>');
  const found = readCases(folder).find((each) => each.name === name);
  if (found === undefined) throw new Error(`the case ${name} is not read`);
  return found;
}

describe('the messages of a case', async () => {
  const properties = { issueDate: { type: 'string' }, number: { type: 'string' } };
  write('input.schema.json', JSON.stringify({ type: 'object', properties }));
  write(
    'feature.yaml',
    `feature: xx/receipts
title: Waits for a receipt
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
pipelines:
  issue:
    applies: { country: XX }
    input: input.schema.json
    steps:
      - id: told
        uses: wait
        with: { message: receipt, where: { number: =invoice.number }, for: 3d }
      - id: read
        uses: extract
        with: { values: { receipt: /Receipt/@id } }
        in: { document: =steps.told.document }
    result:
      values: { receipt: =steps.read.receipt }
`,
  );
  const feature = await openFeature(folder);
  const replayed = (name: string, messages: string) =>
    replayCase(feature, folder, caseWith(name, messages), { artefacts: folder });

  it('are taken by the steps that wait for them', async () => {
    const messages = 'messages:\n  - { message: receipt, where: { number: A-1 }, file: receipt.xml }\n';
    expect(await replayed('taken', messages)).toMatchObject({ differences: [], problems: [] });
  });

  it('of another number are not, and the case fails', async () => {
    const messages = 'messages:\n  - { message: receipt, where: { number: A-2 }, file: receipt.xml }\n';
    const { differences, problems } = await replayed('left', messages);
    expect(differences.map(({ what }) => what)).toEqual(['message receipt', 'state', 'value receipt', 'problem']);
    expect(problems.map(({ code }) => code)).toEqual(['MESSAGE_DEADLINE']);
  });

  it('must be there', () => {
    const messages = 'attachments: [none.pdf]\nmessages:\n  - { message: receipt, where: {}, file: none.xml }\n';
    const found = checkCase(feature, folder, caseWith('missing', messages));
    expect(found.map(({ code, place }) => [code, place?.line, place?.column])).toEqual([
      ['FILE_MISSING', 5, 15],
      ['FILE_MISSING', 7, 42],
    ]);
  });
});
