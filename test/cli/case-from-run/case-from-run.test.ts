import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from '../../../cli/cases/read.ts';
import { replayCase } from '../../../cli/cases/replay.ts';
import { problemsOf } from '../../../engine/index.ts';
import { type Changes, inputOf, openStudio, type Studio } from './recorded.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
}, 60_000);
afterAll(() => studio.close());

/** Makes a case of a run and replays it, as `timbre test` would. */
async function make(from: string, name: string, changes: Changes = {}) {
  const { warnings } = await studio.make(await studio.record(from, changes), name);
  const one = readCases(studio.folder).find((each) => each.name === name);
  if (!one) throw new Error(`the case ${name} is not there`);
  const result = await replayCase(studio.feature, studio.folder, one, { artefacts: join(studio.folder, 'none') });
  expect(result).toMatchObject({ differences: [], problems: [] });
  return { one, warnings, data: JSON.parse(readFileSync(join(one.folder, 'input.json'), 'utf8')) };
}

const codesOf = async (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (error) => problemsOf(error).map(({ code }) => code),
  );

describe('a case from a run', () => {
  it('expects what the run came to, and keeps amounts, codes and dates', async () => {
    const { one, data, warnings } = await make('invoice', 'accepted');
    const original = inputOf('invoice') as { totals: unknown; taxes: unknown; issueDate: string };
    expect(one).toMatchObject({
      pipeline: 'issue',
      sandbox: 'mx',
      expect: { state: 'completed', outcome: 'accepted', requests: 1 },
    });
    expect(one.expect.values).toMatchObject({ uuid: '/./', total: '29613.11', issuer: 'EKU9003173C9' });
    expect(one.expect.documents).toEqual({ comprobante: 'expected/comprobante.xml' });
    expect(data).toMatchObject({ totals: original.totals, taxes: original.taxes, issueDate: original.issueDate });
    expect(data.seller).toMatchObject({
      name: 'Name 1',
      taxRegime: '601',
      address: { postCode: '26015', country: 'MX' },
    });
    expect(warnings).toEqual([]);
    expect(readFileSync(join(one.folder, 'expected/comprobante.xml'), 'utf8')).toContain('Nombre="Name 1"');
  });

  it('is the same taxpayer wherever it was, and another where it was another', async () => {
    const data = structuredClone(inputOf('third-party-and-customs')) as Record<string, Record<string, unknown>>;
    data.seller = { ...data.seller, taxId: 'AAA800101AB0' };
    data.buyer = { ...data.buyer, taxId: 'BBBB800101AB1' };
    const { data: masked } = await make('third-party-and-customs', 'taxpayers', { data });
    expect(masked.seller.taxId).toMatch(/^(?!AAA800101AB0).{12}$/);
    expect(masked.buyer.taxId).toMatch(/^(?!BBBB800101AB1).{13}$/);
  });

  const faulty = [
    ['no-answer-after-acceptance', [{ fault: 'accept-then-no-answer', times: 1 }]],
    ['pac-down', [{ fault: 'refuse-connection', times: 1 }]],
    ['cancel-no-answer', [{ operation: 'cancel', fault: 'accept-then-no-answer', times: 1 }]],
  ] as const;
  it.each(faulty)(
    'has the fault that is like what the authority did: %s',
    async (from, faults) => {
      const { one, warnings } = await make(from, from);
      expect(one.faults).toEqual(faults);
      expect(warnings).toEqual([]);
    },
    60_000,
  );

  it('needs none where data alone made the authority refuse', async () => {
    const { one } = await make('refused', 'refused');
    expect(one).toMatchObject({ expect: { outcome: 'refused', problems: [{ code: 'REFUSED', path: 'issueDate' }] } });
    expect(one.faults).toBeUndefined();
  });

  it('is submitted twice where another run had the document', async () => {
    const { one } = await make('same-document-again', 'twice');
    expect(one).toMatchObject({
      submissions: 2,
      expect: { state: 'cancelled', problems: [{ code: 'IDENTITY_CLAIMED' }] },
    });
  });

  it('has a case before it for the run that it builds on, with the same masks', async () => {
    const { one, data } = await make('payment-in-full', 'payment');
    expect(one.original).toBe('payment-original');
    const [original] = readCases(studio.folder).filter(({ name }) => name === 'payment-original');
    const invoice = JSON.parse(readFileSync(join(original?.folder ?? '', 'input.json'), 'utf8'));
    expect(invoice.seller).toMatchObject({ taxId: data.seller.taxId, name: data.seller.name });
  });
});

describe('what no case can be made of', () => {
  it('a name that is taken', async () => {
    const recording = await studio.record('credit-note');
    await studio.make(recording, 'credit-note');
    expect(await codesOf(studio.make(recording, 'credit-note'))).toEqual(['USAGE']);
  });

  it.each([
    ['a taxpayer number that was wrong, because what stands for it is right', 'malformed-rfc'],
    ['a received document, in which nothing can be told apart', 'received'],
  ])('%s; and nothing is left behind', async (_, from) => {
    const recording = await studio.record(from);
    expect(await codesOf(studio.make(recording, from))).toEqual(['CASE_DIFFERS']);
    expect(Object.keys(studio.files()).filter((path) => path.startsWith(from))).toEqual([]);
  });

  it('a run whose mask would not fit the schema of its input', async () => {
    const recording = await studio.record('invoice');
    const { pipelines } = studio.feature;
    const issue = pipelines.issue;
    if (!issue) throw new Error('the pipeline issue is not there');
    const schema = { ...issue.input.schema, properties: { number: { type: 'string', pattern: '^1001$' } } };
    const strict = {
      ...issue.input,
      schema,
      check: () => [{ code: 'INPUT_SCHEMA', severity: 'error', message: 'number is wrong.', path: 'number' }] as const,
    };
    const feature = { ...studio.feature, pipelines: { ...pipelines, issue: { ...issue, input: strict } } };
    expect(await codesOf(studio.make(recording, 'unfit', feature))).toEqual(['CASE_UNMASKED']);
  });
});
