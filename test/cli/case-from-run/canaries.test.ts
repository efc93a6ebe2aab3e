import { afterAll, beforeAll, expect, it } from 'vitest';
import { plant } from './canaries.ts';
import { inputOf, openStudio, type Studio } from './recorded.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
}, 60_000);
afterAll(() => studio.close());

/** What decides whether the rules and the authority take the invoice. */
const decisive = [
  /\.(taxRegime|use|unit|postCode|code|category)$/,
  /[cC]lassifications/,
  /^buyer\.taxId$/,
  /(allowances|charges)$/,
  /^original$/,
];
/** Closed lists, dates, numbers and codes of few characters: they have no room for a name. */
const roomless =
  /([dD]ate|issueTime|[cC]ountry|[cC]urrency|type|role|factor|timing|taxObject|relation|frequency|taxRegime|postCode)$/;
const secrets = ['sandbox-password', 'integrator@example.com', 'kanarie-entity', 'kanarie-key'];

it.each([
  { name: 'of a run that was accepted', fixed: decisive, outcome: 'accepted', least: 150 },
  { name: 'of a run that failed, in whatever field', fixed: [], outcome: null, least: 200 },
])(
  'leaves no canary in any file $name',
  async ({ fixed, outcome, least }) => {
    const input = studio.feature.pipelines.issue?.input;
    if (!input) throw new Error('the pipeline issue is not there');
    const { data, canaries, unfit } = plant(inputOf('third-party-and-customs'), input, fixed);
    expect(canaries.length).toBeGreaterThan(least);
    expect(unfit.filter((path) => !roomless.test(path))).toEqual([]);
    const context = { legalEntity: 'kanarie-entity' };
    const recording = await studio.record('third-party-and-customs', { data, context, key: 'kanarie-key' });
    expect(recording.report.outcome).toBe(outcome);
    const name = String(outcome ?? 'failed');
    const { written } = await studio.make(recording, name);
    expect(written.length).toBeGreaterThan(1);
    const files = Object.entries(studio.files()).filter(([path]) => path.startsWith(`${name}/`));
    const found = [...canaries, ...secrets].flatMap((canary) =>
      files
        .filter(([, text]) => text.toLowerCase().includes(canary.toLowerCase()))
        .map(([path]) => `${path}: ${canary}`),
    );
    expect(found).toEqual([]);
    expect(files.map(([, text]) => text).join('\n')).not.toMatch(/kan[aá]rie|vogel|caca0bad/i);
  },
  60_000,
);
