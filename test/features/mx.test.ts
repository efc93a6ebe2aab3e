import { describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { formatProblem, loadFeature } from '../../engine/index.ts';
import { folder } from './mx/alone.ts';

describe('the feature mx/cfdi', async () => {
  const { feature, problems } = await loadFeature(folder, { actions });

  it('loads without a problem', () => {
    expect(problems.map(formatProblem).join('\n')).toBe('');
  });

  it('issues by the steps that its README names', () => {
    expect(feature?.pipelines.issue?.steps.map(({ id }) => id)).toEqual([
      ...['accounted', 'comprobante', 'sealed', 'checked', 'stamped', 'timbre', 'qr'],
      ...['printed', 'cadena', 'representation'],
    ]);
  });

  it('asks for a stamp by reads only, and believes an absence only after the settle window', () => {
    const stamped = feature?.pipelines.issue?.steps.find(({ id }) => id === 'stamped');
    const sent = stamped?.kind === 'connector' ? stamped.operations.finkok?.steps.at(-1) : undefined;
    expect(sent).toMatchObject({ id: 'sent', repeatSafe: false, recover: { settle: 60_000, startWithin: 5_000 } });
  });
});
