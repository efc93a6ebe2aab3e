import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readCases } from '../../cli/cases/read.ts';
import { replayCase } from '../../cli/cases/replay.ts';
import { opening } from '../../scripts/services/opened.ts';
import { folder } from './mx/alone.ts';
import { readXmlNode } from './mx/xml-node.ts';

const artefacts = mkdtempSync(join(tmpdir(), 'timbre-artefacts-'));
afterAll(() => rmSync(artefacts, { recursive: true, force: true }));
const feature = await opening(folder);

it.each([
  ['comes with the answer', 'cancel', 'requested/sent'],
  ['is fetched when the answer was lost', 'cancel-no-answer', 'requested/sent/ask.1/receipt'],
  ['comes from another PAC', 'swsapien-cancel', 'requested/sent'],
])(
  "SAT's receipt of a cancellation %s",
  async (_, name, place) => {
    const one = readCases(folder).find((each) => each.name === name);
    if (!one) throw new Error(`there is no case ${name}`);
    let receipt: Uint8Array | undefined;
    let uuid: unknown;
    let result: string[] = [];
    await replayCase(feature, folder, one, {
      artefacts,
      inspect({ report, document }) {
        receipt = document(place);
        uuid = report.values.uuid;
        result = Object.keys(report.result?.documents ?? {});
      },
    });
    expect(result).toContain('receipt');
    const body = readXmlNode(Buffer.from(receipt ?? []).toString('utf8')).child('Body');
    const [folio] = body?.child('CancelaCFDResponse')?.child('CancelaCFDResult')?.children('Folios') ?? [];
    expect(folio?.all.map((each) => each.name)).toEqual(['UUID', 'EstatusUUID']);
    expect(Buffer.from(receipt ?? []).toString('utf8')).toContain(`<UUID>${uuid}</UUID><EstatusUUID>201</EstatusUUID>`);
  },
  30_000,
);
