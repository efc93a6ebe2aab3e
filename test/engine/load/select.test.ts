import { describe, expect, it } from 'vitest';
import type { Feature } from '../../../engine/feature.ts';
import { selectPipeline } from '../../../engine/select/index.ts';
import { lettersWith, load } from './fixtures.ts';

interface Version {
  readonly version?: string;
  readonly from?: string;
  readonly until?: string;
  readonly id?: string;
}

async function letters({ version = '1.2.0', from = '2024-01-01', until, id = 'xx/letters' }: Version = {}) {
  const files = await lettersWith({});
  const dates = `{ from: ${from}, ${until === undefined ? '' : `until: ${until}, `}by: issueDate }`;
  const text = (files['feature.yaml'] ?? '')
    .replace('version: 1.2.0', `version: ${version}`)
    .replace('feature: xx/letters', `feature: ${id}`)
    .replace(/effective: .*/, `effective: ${dates}`);
  const { feature, problems } = await load({ ...files, 'feature.yaml': text });
  if (!feature) throw new Error(JSON.stringify(problems));
  return feature;
}

function select(features: readonly Feature[], context: Record<string, string>, data: unknown, name?: string): string {
  const { selected, problems } = selectPipeline(features, context, data, name);
  if (!selected) return problems.map(({ code }) => code).join();
  return `${selected.feature.version} ${selected.pipeline.name} ${selected.context.documentType}`;
}

const june = { type: 'invoice', issueDate: '2025-06-01' };

describe('selectPipeline', () => {
  it.each([
    ['the defaults complete the context', {}, june, undefined, '1.2.0 issue invoice'],
    ['what is given wins', { documentType: 'credit-note' }, june, undefined, '1.2.0 issue credit-note'],
    ['another pipeline', { documentType: 'cancellation' }, june, undefined, '1.2.0 cancel cancellation'],
    ['a pipeline by its name', { documentType: 'cancellation' }, june, 'cancel', '1.2.0 cancel cancellation'],
    ['the wrong name', { documentType: 'invoice' }, june, 'cancel', 'NO_PIPELINE'],
    ['another country', { country: 'YY' }, june, undefined, 'NO_PIPELINE'],
    ['no document type', {}, { issueDate: '2025-06-01' }, 'issue', 'NO_PIPELINE'],
    ['the first day', {}, { ...june, issueDate: '2024-01-01' }, 'issue', '1.2.0 issue invoice'],
    ['the day before', {}, { ...june, issueDate: '2023-12-31' }, 'issue', 'NO_PIPELINE'],
    ['no date', {}, { type: 'invoice' }, 'issue', 'NO_PIPELINE'],
    ['no object', {}, 'invoice', 'issue', 'NO_PIPELINE'],
  ])('%s', async (_, context, data, name, expected) => {
    expect(select([await letters()], context, data, name ?? (expected.split(' ')[1] || undefined))).toBe(expected);
  });

  it.each([
    ['2024-06-01', '1.0.0 issue invoice'],
    ['2025-01-01', '2.0.0 issue invoice'],
    ['2025-12-31', '2.0.0 issue invoice'],
    ['2026-01-01', '1.0.0 issue invoice'],
  ])('of two versions on %s: %s', async (issueDate, expected) => {
    const versions = [
      await letters({ version: '1.0.0' }),
      await letters({ version: '2.0.0', from: '2025-01-01', until: '2026-01-01' }),
    ];
    expect(select(versions, {}, { ...june, issueDate }, 'issue')).toBe(expected);
    expect(select(versions.reverse(), {}, { ...june, issueDate }, 'issue')).toBe(expected);
  });

  it.each<[string, Version]>([
    ['two versions from the same day', { version: '1.3.0' }],
    ['two features', { id: 'xx/other', from: '2025-01-01' }],
  ])('%s are ambiguous, and both are named', async (_, other) => {
    const { selected, problems } = selectPipeline([await letters(), await letters(other)], {}, june, 'issue');
    expect([selected, problems.map(({ code }) => code)]).toEqual([undefined, ['PIPELINE_AMBIGUOUS']]);
    expect(problems[0]?.message).toContain('xx/letters 1.2.0 issue (feature.yaml:16)');
    expect(problems[0]?.message).toContain(`${other.id ?? 'xx/letters'} ${other.version ?? '1.2.0'} issue`);
  });

  it.each([
    ['01.06.2025', 'issue: issueDate is no date'],
    ['2023-12-31', 'issue: issueDate is 2023-12-31, before 2024-01-01'],
  ])('tells the field of a day that does not fit, and only whom it would fit: %s', async (issueDate, expected) => {
    const { problems } = selectPipeline([await letters()], { documentType: 'invoice' }, { ...june, issueDate });
    expect(problems).toMatchObject([{ code: 'NO_PIPELINE', path: 'issueDate' }]);
    expect(problems[0]?.hint).toContain(expected);
    expect(problems[0]?.hint).not.toContain('cancel');
  });

  it('says of each candidate what did not fit', async () => {
    const { problems } = selectPipeline([await letters()], { country: 'YY' }, june);
    expect(problems[0]?.hint).toContain('xx/letters 1.2.0 issue: country is YY, must be XX');
    expect(problems[0]?.hint).toContain('xx/letters 1.2.0 cancel: country is YY, must be XX');
  });
});
