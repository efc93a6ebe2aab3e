import { describe, expect, it } from 'vitest';
import { selectPipeline } from '../../engine/index.ts';
import { featureFolders, ownFeatures } from '../../platform/environment/index.ts';
import { opening } from '../../scripts/services/opened.ts';

const features = (await Promise.all(featureFolders(ownFeatures).map(opening))).filter(({ id }) =>
  /^(mx|eu|de)\//.test(id),
);

/** The feature and its version, or what is wrong. */
function chosen(context: Readonly<Record<string, string>>, issueDate = '2026-09-01'): string {
  const { selected, problems } = selectPipeline(features, context, { type: 'invoice', issueDate });
  return selected ? `${selected.feature.id} ${selected.feature.version}` : problems.map(({ code }) => code).join();
}

describe('all features side by side', () => {
  it.each<[Record<string, string>, string]>([
    [{ country: 'MX' }, 'mx/cfdi 1.0.0'],
    [{ country: 'MX', documentType: 'invoice' }, 'mx/cfdi 1.0.0'],
    [{ format: 'en16931' }, 'eu/en16931 1.0.0'],
    [{ country: 'DE', format: 'xrechnng' }, 'NO_PIPELINE'],
    [{ format: 'xrechnung' }, 'de/xrechnung 3.0.2'],
    [{ format: 'peppol-bis-3' }, 'eu/peppol-bis-3 2026.5.0'],
    [{ country: 'DE', format: 'xrechnung' }, 'de/xrechnung 3.0.2'],
    [{ country: 'MX', format: 'xrechnung' }, 'PIPELINE_AMBIGUOUS'],
    [{}, 'PIPELINE_AMBIGUOUS'],
  ])('%o', (context, expected) => {
    expect(chosen(context)).toBe(expected);
  });

  it.each<[Record<string, string>, string | undefined, readonly string[]]>([
    [
      { country: 'DE', format: 'xrechnng' },
      'context.format',
      ['de/xrechnung 3.0.2 issue: format is xrechnng, must be xrechnung'],
    ],
    [
      { country: 'DE', format: 'edifact' },
      undefined,
      ['format is edifact, must be en16931 or peppol or ', 'or country'],
    ],
  ])('%o has no pipeline: the nearest is told', (context, path, expected) => {
    const { problems } = selectPipeline(features, context, { type: 'invoice', issueDate: '2026-09-01' });
    expect(problems.map((each) => [each.code, each.path])).toEqual([['NO_PIPELINE', path]]);
    for (const each of expected) expect(problems[0]?.hint).toContain(each);
  });

  it('the context tells apart what applies equally', () => {
    const { problems } = selectPipeline(features, {}, { type: 'invoice', issueDate: '2026-09-01' });
    expect(problems).toMatchObject([{ code: 'PIPELINE_AMBIGUOUS', path: 'context.format' }]);
    expect(problems[0]?.hint).toContain('xrechnung for de/xrechnung');
  });

  it('the release of Peppol follows from the date', () => {
    expect(chosen({ format: 'peppol-bis-3' }, '2026-08-16')).toMatch(/^eu\/peppol-bis-3 2025/);
  });
});
