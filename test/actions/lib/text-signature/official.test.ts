import { describe, expect, it } from 'vitest';
import { cadenaDescription, drawFrom } from './cadena.ts';
import { cfdiSamples } from './samples.ts';
import { noXslt, officialCadena, officialCadenas } from './xslt.ts';

describe.skipIf(noXslt !== undefined)(`the cadena original (skipped: ${noXslt})`, () => {
  const samples = cfdiSamples();
  const description = noXslt === undefined ? cadenaDescription() : undefined;

  it(`equals the official XSLT's for every CFDI 4.0 in hand, ${samples.length} of them`, () => {
    if (description === undefined) return;
    const ours = samples.map(({ bytes }) => drawFrom(bytes, description));
    const official = officialCadenas(samples.map(({ bytes }) => bytes));
    expect(ours).toEqual(official);
    expect(samples.length).toBeGreaterThanOrEqual(38);
  });

  it('is judged by the stylesheet alone too', () => {
    const [sample] = samples;
    if (sample === undefined || description === undefined) throw new Error('no sample');
    expect(drawFrom(sample.bytes, description)).toBe(officialCadena(sample.path));
  });
});
