import { describe, expect, it } from 'vitest';
import { selectPipeline } from '../../../engine/index.ts';
import { loaded, root } from './fixtures.ts';

describe('an overlay beside its base', () => {
  it.each([
    ['for whom it is', { legalEntity: 'ACME', documentType: 'invoice' }, 'acme/forms'],
    ['for somebody else', { legalEntity: 'OTHER', documentType: 'invoice' }, 'xx/forms'],
    ['for nobody who was named', { documentType: 'invoice' }, 'PIPELINE_AMBIGUOUS'],
    ['for something only it has', { documentType: 'status' }, 'acme/forms'],
  ])('%s', async (_, context, expected) => {
    const features = [await loaded(`${root}xx/forms`), await loaded(`${root}acme/forms`)];
    const { selected, problems } = selectPipeline(features, context, { type: 'invoice', issueDate: '2026-03-01' });
    expect(selected?.feature.id ?? problems.map(({ code }) => code).join()).toBe(expected);
  });
});
