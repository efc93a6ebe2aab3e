import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadMeasured } from '../../../cli/coverage/index.ts';
import { openFeature } from '../../../platform/environment/index.ts';
import { inProcess } from '../in-process.ts';

const folder = fileURLToPath(new URL('../../../features/mx/cfdi', import.meta.url));

async function coverageOf(name: string) {
  const { stdout } = await inProcess(['test', `mx/cfdi/${name}`, '--coverage', '--json']);
  const { failed, coverage } = JSON.parse(stdout);
  return { failed, ...coverage['mx/cfdi'] };
}

const missedOf = (missed: readonly { kind: string; name: string }[], wanted: string): string[] =>
  missed.filter(({ kind }) => kind === wanted).map(({ name }) => name);

describe('timbre test --coverage', () => {
  it('measures the same feature', async () => {
    const [{ feature }, plain] = [await loadMeasured(folder), await openFeature(folder)];
    expect(feature.digest).toBe(plain.digest);
    expect(Object.keys(feature.pipelines)).toEqual(Object.keys(plain.pipelines));
  });

  it('counts what an invoice that a rule refuses exercises: no mapping, nothing sent', async () => {
    const { failed, steps, outcomes, mapping, rules, missed } = await coverageOf('total-does-not-add-up');
    expect(failed).toBe(0);
    expect(steps.exercised).toBe(1);
    expect(outcomes.exercised).toBe(0);
    expect(mapping).toMatchObject({ exercised: 0 });
    expect(mapping.all).toBeGreaterThan(100);
    expect(rules.exercised).toBeGreaterThan(20);
    expect(missedOf(missed, 'rules')).not.toContain('MX-TOTAL-WITH-TAX');
  });

  it('counts what an invoice exercises that the authority refuses, each miss with its place', async () => {
    const { failed, mapping, missed } = await coverageOf('refused');
    expect(failed).toBe(0);
    expect(mapping.exercised).toBeGreaterThan(50);
    const outcomes = missedOf(missed, 'outcomes');
    expect(outcomes).toContain('sent: duplicate');
    // Of the four steps of that name, in two connectors, one was exercised.
    expect(outcomes.filter((each) => each === 'sent: refused')).toHaveLength(3);
    expect(missedOf(missed, 'steps')).toContain('qr');
    expect(missed.filter(({ line }: { line: number }) => line < 1)).toEqual([]);
    const places = missed.map(
      ({ kind, file, line, name }: Record<string, unknown>) => `${kind} ${file}:${line} ${name}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });
});
