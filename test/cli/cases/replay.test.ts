import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCase } from '../../../cli/cases/check.ts';
import { readCases } from '../../../cli/cases/read.ts';
import { replayCase } from '../../../cli/cases/replay.ts';
import { type Feature, TimbreError } from '../../../engine/index.ts';
import { openFeature } from '../../../platform/environment/index.ts';

const mexican = fileURLToPath(new URL('../../../features/mx/cfdi', import.meta.url));

/** The Mexican feature, whose sandbox gives certificates itself, with one case of ours. */
describe('a case', () => {
  const home = mkdtempSync(join(tmpdir(), 'timbre-cases-'));
  const folder = join(home, 'features/mx/cfdi');
  let feature: Feature;
  beforeAll(async () => {
    cpSync(mexican, folder, { recursive: true, filter: (path) => !/cases.(?!sandbox|invoice$|invoice.)/.test(path) });
    feature = await openFeature(folder);
  }, 60_000);
  afterAll(() => rmSync(home, { recursive: true }));

  const write = (change: (text: string) => string): void => {
    const path = join(folder, 'cases/ours/case.yaml');
    cpSync(join(folder, 'cases/invoice'), dirname(path), { recursive: true });
    writeFileSync(path, change(readFileSync(path, 'utf8')).replace(/^needs:.*\n/m, ''));
  };
  const written = (change: (text: string) => string) => {
    write(change);
    const ours = readCases(folder).find(({ name }) => name === 'ours');
    if (!ours) throw new Error('the case is not read');
    return ours;
  };
  const replayed = (change: (text: string) => string) =>
    replayCase(feature, folder, written(change), { artefacts: join(home, 'artefacts') });
  const certificate = (subject: string) => (text: string) =>
    text.replace('expect:', `secrets: { csd: { certificate: ${subject}, number: "3" } }\nexpect:`);

  it('passes with what its sandbox gives', async () => {
    expect(await replayed((text) => text)).toMatchObject({ differences: [], problems: [] });
  });

  it.each([
    ['a line break behind it', '\n', 0],
    ['one as on Windows', '\r\n', 0],
    ['two of them', '\n\n', 1],
  ])('expects a document as an editor saves it: %s', async (_, end, count) => {
    const ours = written((text) => text);
    const path = join(ours.folder, Object.values(ours.expect.documents ?? {})[0] ?? '');
    writeFileSync(path, readFileSync(path, 'utf8') + end);
    const { differences } = await replayCase(feature, folder, ours, { artefacts: join(home, 'artefacts') });
    expect(differences).toHaveLength(count);
  });

  it.each([
    ["somebody else's", '{ 2.5.4.45: AAA010101AAA }', 'CERTIFICATE_OTHER_SUBJECT'],
    ['one whose number SAT would not give', '{ 2.5.4.45: EKU9003173C9 }', 'CERTIFICATE_NUMBER'],
  ])('signs with its own certificate where it has one: %s', async (_, subject, code) => {
    const { problems } = await replayed(certificate(subject));
    expect(problems.map((each) => each.code)).toEqual([code]);
  });

  it('has no original that leads back to it', async () => {
    const { problems } = await replayed((text) => `original: ours\n${text}`);
    expect(problems.map(({ code }) => code)).toEqual(['REFERENCE_UNKNOWN']);
  });

  it('takes documents only from the run of another', () => {
    const ours = written((text) => `take: { document: sealed }\n${text}`);
    expect(checkCase(feature, folder, ours).map(({ code, place }) => [code, place?.line])).toEqual([
      ['REFERENCE_UNKNOWN', 1],
    ]);
  });

  it('is not read with the others where one of them is broken: all problems are told', () => {
    write((text) => text.replace('pipeline:', 'pipelin:'));
    writeFileSync(join(folder, 'cases/invoice/case.yaml'), 'title: 7\n');
    const thrown = (() => {
      try {
        return readCases(folder);
      } catch (error) {
        return error;
      }
    })();
    if (!(thrown instanceof TimbreError)) throw new Error('it was read');
    const files = new Set(thrown.problems.map(({ place }) => place?.file.split('/').at(-2)));
    expect([...files]).toEqual(['invoice', 'ours']);
  });
});
