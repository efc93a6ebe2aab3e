import { beforeAll, describe, expect, it } from 'vitest';
import type { Validation } from '../../../actions/validate/index.ts';
import type { Feature } from '../../../engine/index.ts';
import { findFeature } from '../../../platform/environment/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { readScenarios } from '../../../scripts/suites/round-trip/scenarios.ts';
import { hasArtefacts } from '../../shared.ts';

const standard = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
const extension = `${standard}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0`;
const vehicles = `${standard}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9`;
const ours: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', information: 'ignored' };

describe.skipIf(!hasArtefacts)("the levels of rules in KoSIT's validator; needs the artefacts", () => {
  let feature: Feature;
  beforeAll(async () => {
    feature = await opening(findFeature('de/xrechnung').folder);
  });
  const levels = (pipeline: string, variables: object) => {
    const step = feature.pipelines[pipeline]?.steps.find(({ id }) => id === 'checked');
    if (step?.kind !== 'action') throw new Error(`${pipeline} has no step checked.`);
    return (step.prepared as Validation).levels({ context: {}, run: {}, steps: {}, ...variables });
  };

  it.each([
    ['Invoice', 'ubl', standard],
    ['Invoice', 'ubl', extension],
    ['Invoice', 'ubl', vehicles],
    ['CreditNote', 'ubl', standard],
    ['CreditNote', 'ubl', vehicles],
    ['CrossIndustryInvoice', 'cii', standard],
    ['CrossIndustryInvoice', 'cii', extension],
    ['CrossIndustryInvoice', 'cii', vehicles],
  ])('are those of the feature: %s, %s, %s', (root, syntax, specification) => {
    const official = readScenarios('eu/xrechnung/validator-configuration/scenarios.xml')(
      Buffer.from(`<${root} >${specification}</${root}>`),
    );
    expect(official.size).toBeGreaterThan(1);
    const wanted = [...official].map(([rule, level]) => [rule, ours[level]]);
    // Rules of the other syntax find nothing here; a credit note has no element that UBL-CR-646 is about.
    const idle = syntax === 'ubl' ? /^CII-|^UBL-CR-646$/ : /^UBL-/;
    for (const found of [
      levels('issue', { invoice: { process: { specification } }, settings: { syntax, specification: standard } }),
      levels('receive', { invoice: {}, settings: {}, steps: { scenario: { [syntax]: specification } } }),
    ])
      expect([...found].filter(([rule]) => official.has(rule) || !idle.test(rule)).sort()).toEqual(wanted.sort());
  });
});
