import { describe, expect, it } from 'vitest';
import { featureFolders, ownFeatures } from '../../platform/environment/index.ts';
import { opening } from '../../scripts/services/opened.ts';

const features = await Promise.all(featureFolders(ownFeatures).map(opening));

describe('what several features pin', () => {
  // Features that extend different bases cannot share a file with pins: de/xrechnung and de/zugferd both have KoSIT's rules.
  it('is the same in each: an artefact has the same files, an address the same hash', () => {
    const known = new Map<string, string>();
    const different: string[] = [];
    const compare = (what: string, is: unknown, feature: string) => {
      const text = JSON.stringify(is);
      if ((known.get(what) ?? text) !== text) different.push(`${what} in ${feature}`);
      known.set(what, text);
    };
    for (const { id, artefacts } of features) {
      for (const { name, files } of Object.values(artefacts)) {
        compare(name, files, id);
        for (const { address, sha256 } of files) compare(address, sha256, id);
      }
    }
    expect(different).toEqual([]);
    expect(known.size).toBeGreaterThan(100);
  });
});
