import { fail } from '../errors.ts';
import type { Feature } from '../feature.ts';
import { layout } from '../record/layout.ts';
import type { AtHand } from './at-hand.ts';
import type { Ports } from './ports.ts';

/** A version of a feature that submissions are for from a day on. */
export interface Deployment {
  readonly feature: string;
  readonly version: string;
  /** Of its files, which the store has: what is deployed does not change with what is installed. */
  readonly digest: string;
  /** `2026-11-22`; compared with the date in the business data that the feature names. */
  readonly from: string;
  /** ISO 8601, UTC. */
  readonly deployedAt: string;
}

/** Everything that is deployed, the latest first. */
export async function deployments({ store }: Ports): Promise<readonly Deployment[]> {
  return listIn((await store.readVersioned(layout.deployments))?.bytes);
}

/**
 * Makes a version the one that submissions are for from a day on. The versions before it go on for what is dated earlier, and runs that
 * are under way keep theirs. The same version again only moves its day.
 */
export async function deploy(ports: Ports, atHand: AtHand, feature: Feature, from: string): Promise<Deployment> {
  await atHand.features.pin(feature);
  const { id, version, digest } = feature;
  const deployment = { feature: id, version, digest, from, deployedAt: ports.clock.now().toISOString() };
  await change(ports, (all) => [deployment, ...all.filter((each) => !isThe(each, id, version))]);
  return deployment;
}

/** Takes a version back; what was submitted for it goes on. DEPLOYMENT_UNKNOWN when it is not deployed. */
export async function undeploy(ports: Ports, feature: string, version: string): Promise<void> {
  await change(ports, (all) => {
    if (!all.some((each) => isThe(each, feature, version)))
      fail('DEPLOYMENT_UNKNOWN', `${feature} ${version} is not deployed.`);
    return all.filter((each) => !isThe(each, feature, version));
  });
}

/** The deployed features, each in force from the day of its deployment or its own, whichever is later. */
export async function deployed(ports: Ports, atHand: AtHand): Promise<readonly Feature[]> {
  return Promise.all(
    (await deployments(ports)).map(async ({ digest, from }) => {
      const feature = await atHand.features.feature(digest);
      const { effective } = feature;
      return from > effective.from ? { ...feature, effective: { ...effective, from } } : feature;
    }),
  );
}

const isThe = (one: Deployment, feature: string, version: string): boolean =>
  one.feature === feature && one.version === version;

const change = (ports: Ports, make: (all: readonly Deployment[]) => readonly Deployment[]): Promise<void> =>
  changeList(ports, layout.deployments, make);

/** Changes a list of versions by compare-and-swap; `make` may be asked more than once. */
export async function changeList(
  { store }: Ports,
  path: string,
  make: (all: readonly Deployment[]) => readonly Deployment[],
): Promise<void> {
  for (;;) {
    const found = await store.readVersioned(path);
    const bytes = new TextEncoder().encode(JSON.stringify(make(listIn(found?.bytes))));
    if (await store.swap(path, bytes, found?.version)) return;
  }
}

export const listIn = (bytes: Uint8Array | undefined): readonly Deployment[] =>
  bytes === undefined ? [] : JSON.parse(new TextDecoder().decode(bytes));
