import { describe, expect, it } from 'vitest';
import { fail, type RunReport, selectPipeline } from '../../../engine/index.ts';
import { findFeature, localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { bytesOf, filesBelow } from '../../../scripts/suites/artefacts.ts';
import { hasArtefacts } from '../../shared.ts';

const feature = await opening(findFeature('de/zugferd').folder);
const { engine } = openEnvironment(localConfig('/nowhere'), { store: memoryStore() });
const received = { type: 'received', issueDate: '2026-11-03' };

/** Without the schemas and rules in the cache: what is asked here is known before they are. */
async function receive(path: string): Promise<RunReport> {
  const { selected } = selectPipeline([feature], { format: 'zugferd' }, received);
  if (selected === undefined) return fail('INTERNAL', 'no pipeline receives');
  const data = Buffer.from(JSON.stringify(received));
  const attachments = [{ name: 'invoice.pdf', mediaType: 'application/pdf', bytes: bytesOf(path) }];
  return engine.advance(await engine.submit({ ...selected, data, attachments }));
}

/** PDFs of the folder `fail`, and of others where there is no invoice by EN 16931 in it: why each is refused. */
const refused: Readonly<Record<string, string>> = {
  'Avoir_FR_type380_EN16931.pdf': 'RULE_FAILED RELATIONSHIP',
  'Avoir_FR_type381_EN16931.pdf': 'RULE_FAILED RELATIONSHIP',
  'Facture_DOM_EN16931.pdf': 'RULE_FAILED RELATIONSHIP',
  'Facture_FR_BASIC.pdf': 'RULE_FAILED RELATIONSHIP',
  'Facture_FR_EN16931.pdf': 'RULE_FAILED RELATIONSHIP',
  'Facture_UE_BASIC.pdf': 'RULE_FAILED RELATIONSHIP',
  'Facture_UE_EN16931.pdf': 'RULE_FAILED RELATIONSHIP',
  'ZUGFeRD_2.0_fully_compliant_complete.pdf': 'RULE_FAILED RELATIONSHIP',
  // Made for France.
  'EXTENDED_Fremdwaehrung_wdis_fx-pdfa4.pdf': 'RULE_FAILED RELATIONSHIP',
  'factur-x-invalid-xml-encoding-attribute.pdf': 'XML_MALFORMED',
  // One of ZUGFeRD 1 and one of 2.
  'MustangRE-20171118_506_ZUGFeRD1and2.pdf': 'DECODE_ENTRY',
  'validV2PDF.pdf': 'DECODE_ENTRY',
  // Nothing, or an order.
  'MustangGnuaccountingBeispielRE-20170509_505PDF14.pdf': 'DECODE_ENTRY',
  'MustangGnuaccountingBeispielRE-20171118_506blanko.pdf': 'DECODE_ENTRY',
  'MustangGnuaccountingBeispielRE-20190610_507blanko.pdf': 'DECODE_ENTRY',
  'MustangGnuaccountingBeispielRE-20201121_508blankoA3.pdf': 'DECODE_ENTRY',
  'ORDER-X_EX01_ORDER_FULL_DATA-COMFORT.pdf': 'DECODE_ENTRY',
  'zugferd_invoice.pdf': 'RULE_FAILED ZUGFERD-1',
  'validV1WithAdditionalData.pdf': 'RULE_FAILED ZUGFERD-1',
};

const profiles = ['minimum', 'basic-wl', 'basic', 'en16931', 'extended', 'xrechnung'];

describe.skipIf(!hasArtefacts)('PDFs of others, received; needs the artefacts', async () => {
  const found = new Map<string, string>();
  for (const path of filesBelow('eu/factur-x', /\.pdf$/)) {
    const { state, values, problems } = await receive(path);
    const wrong = problems.find(({ severity }) => severity === 'error');
    const [rule] = wrong?.code === 'RULE_FAILED' ? wrong.message.split(':') : [];
    found.set(path, state === 'completed' ? String(values.profile) : [wrong?.code, rule].filter(Boolean).join(' '));
  }
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

  it('are refused, each with its reason', () => {
    const others = [...found].filter(([, what]) => !profiles.includes(what));
    expect(Object.fromEntries(others.map(([path, what]) => [nameOf(path), what]))).toEqual(refused);
    expect([...found.keys()].filter((path) => path.includes('/fail/') && !(nameOf(path) in refused))).toEqual([]);
  });

  it('open, and their profile is known', () => {
    const counts = profiles.map((each) => [each, [...found.values()].filter((what) => what === each).length]);
    console.log(
      `${found.size} PDFs, ${Object.keys(refused).length} refused: ${JSON.stringify(Object.fromEntries(counts))}`,
    );
    expect(Object.fromEntries(counts)).toMatchObject({ minimum: 2, 'basic-wl': 3, basic: 2, xrechnung: 1 });
  });
});
