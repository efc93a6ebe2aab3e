import { type Engine, needsOf, type Ports } from '../../engine/index.ts';
import type { Metrics } from './metrics.ts';

export interface CertificatesOf {
  readonly engine: Pick<Engine, 'deployed'>;
  readonly ports: Pick<Ports, 'vault' | 'environment' | 'clock'>;
  readonly legalEntities: readonly string[];
}

const day = 86_400_000;

/** Looks at the certificates that what is deployed needs, now and every hour; stopped by the function that is given back. */
export function watchCertificates(of: CertificatesOf, metrics: Metrics): () => void {
  const look = (): void => void daysLeft(of).then(metrics.certificates, () => {});
  look();
  const timer = setInterval(look, 3_600_000);
  timer.unref();
  return () => clearInterval(timer);
}

/** By the name in the vault, the days until each certificate ends; one that cannot be read has none left. */
export async function daysLeft({ engine, ports, legalEntities }: CertificatesOf): Promise<ReadonlyMap<string, number>> {
  const names = new Set<string>();
  for (const feature of await engine.deployed()) {
    for (const legalEntity of legalEntities) {
      const context = { legalEntity };
      for (const name of certificatesOf(feature, context, ports.environment)) names.add(name);
    }
  }
  const now = ports.clock.now().getTime();
  const days = await Promise.all(
    [...names].map(async (name) => {
      const signer = await ports.vault.signer(name).catch(() => undefined);
      const ends = signer ? [signer.certificate, ...signer.chain].map(({ validTo }) => Date.parse(validTo)) : [now];
      return [name, (Math.min(...ends) - now) / day] as const;
    }),
  );
  return new Map(days);
}

/** A legal entity that cannot use the feature, because a setting is missing, needs no certificate for it. */
function certificatesOf(
  feature: Parameters<typeof needsOf>[0],
  context: Readonly<Record<string, string>>,
  environment: Ports['environment'],
): string[] {
  try {
    const { secrets } = needsOf(feature, environment.settings(feature, context));
    return Object.entries(secrets)
      .filter(([, { kind }]) => kind === 'certificate')
      .map(([name]) => environment.secretName(feature.id, context, name));
  } catch {
    return [];
  }
}
