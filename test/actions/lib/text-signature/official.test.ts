import { describe, expect, it } from 'vitest';
import { cadenaDescription, drawFrom } from './cadena.ts';
import { cfdiSamples } from './samples.ts';
import { synthesise } from './synthesise.ts';
import { officialVocabularies } from './vocabulary.ts';
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

  it('equals it for documents that use everything each stylesheet looks at', () => {
    if (description === undefined) return;
    const vocabularies = officialVocabularies();
    const [main] = vocabularies;
    if (main === undefined) throw new Error('no stylesheet');
    const made = vocabularies.flatMap((each, index) =>
      [0, 0.5, 0.8, 0.8, 1].map((presence, turn) => Buffer.from(synthesise(main, each, index * 100 + turn, presence))),
    );
    const ours = made.map((bytes) => drawFrom(bytes, description));
    const official = officialCadenas(made);
    const different = made.filter((_, index) => ours[index] !== official[index]);
    expect(vocabularies).toHaveLength(33);
    expect(official).toHaveLength(made.length);
    expect(different.map(String)).toEqual([]);
  });

  it('is judged by the stylesheet alone too', () => {
    const [sample] = samples;
    if (sample === undefined || description === undefined) throw new Error('no sample');
    expect(drawFrom(sample.bytes, description)).toBe(officialCadena(sample.path));
  });
});
