import { describe, expect, it } from 'vitest';
import { qrAction } from '../../../actions/qr/index.ts';
import { prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

const draw = async (yaml: string, variables: Readonly<Record<string, unknown>> = {}) =>
  (await qrAction.run(contextOf({ variables }), prepared(qrAction, yaml))).documents?.document;

describe('qr', () => {
  it.each(qrAction.examples)('example: $title', async (example) => {
    expect((await tryExample(qrAction, example)).problem).toBe(example.expect.problem);
  });

  it('is a PNG', async () => {
    const image = await draw('text: https://example.org\nformat: png\n');
    expect(image?.mediaType).toBe('image/png');
    expect(
      Buffer.from(image?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('is an SVG, the same each time, and another for another text', async () => {
    const [first, second, other] = [await draw('text: a\n'), await draw('text: a\n'), await draw('text: b\n')];
    expect(first?.mediaType).toBe('image/svg+xml');
    expect(Buffer.from(first?.bytes ?? []).toString()).toMatch(/^<svg /);
    expect(first).toEqual(second);
    expect(first).not.toEqual(other);
  });

  it('refuses a text that no code holds', async () => {
    const note = 'x'.repeat(3000);
    await expect(draw('text: =invoice.note\n', { invoice: { note } })).rejects.toMatchObject({ code: 'QR_TOO_LONG' });
  });

  it.each([
    ['format: svg\n', 'image/svg+xml'],
    ['format: png\n', 'image/png'],
    ['', 'image/svg+xml'],
  ])('%j declares %s', (yaml, mediaType) => {
    const format = yaml.includes('png') ? 'png' : 'svg';
    expect(qrAction.outputs?.({ text: 'a', format }, undefined).documents).toEqual({ document: mediaType });
  });
});
