import { X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { fail, type Signer } from '../../../engine/index.ts';
import { makeTestCertificate } from '../../../sandbox/index.ts';
import { daysLeft, openMetrics } from '../../../worker/index.ts';
import { testClock, testFeature } from '../../engine/run/world.ts';

const clock = testClock('2026-03-01T00:00:00Z');

const until = (day: string) =>
  new X509Certificate(
    makeTestCertificate({
      subject: { CN: 'acme' },
      number: '1',
      from: new Date('2020-01-01'),
      until: new Date(day),
      key: 'ec',
    }),
  );

const vault = (signers: Readonly<Record<string, Pick<Signer, 'certificate' | 'chain'>>>) => ({
  async secret(): Promise<never> {
    return fail('SECRET_MISSING', 'not asked for');
  },
  async clientIdentity(): Promise<never> {
    return fail('SECRET_MISSING', 'not asked for');
  },
  async signer(name: string): Promise<Signer> {
    const found = signers[name] ?? fail('SECRET_MISSING', `no ${name}`);
    const sign = async () => new Uint8Array();
    return { ...found, sign, signMessage: sign };
  },
});

it('the days left are those of the certificate that ends first, of every legal entity, by its name in the vault', async () => {
  const signers = {
    'acme-key': { certificate: until('2026-03-31'), chain: [] },
    'other-key': { certificate: until('2027-03-01'), chain: [until('2026-03-11')] },
  };
  const environment = {
    name: 'test',
    artefactsOptional: true,
    settings: () => ({}),
    secretName: (_: string, { legalEntity }: Readonly<Record<string, string>>, secret: string) =>
      `${legalEntity}-${secret}`,
  };
  const days = await daysLeft({
    engine: { deployed: async () => [testFeature()] },
    ports: { clock, environment, vault: vault(signers) },
    legalEntities: ['acme', 'other', 'lost'],
  });
  expect([...days].map(([name, left]) => [name, Math.round(left)])).toEqual([
    ['acme-key', 30],
    ['other-key', 10],
    ['lost-key', 0],
  ]);
  const metrics = openMetrics();
  metrics.certificates(days);
  expect(await metrics.text()).toContain('timbre_certificate_days_left{certificate="acme-key"} 30');
});
