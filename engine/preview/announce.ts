import { fail } from '../errors.ts';
import type { Feature } from '../feature.ts';
import { layout } from '../record/layout.ts';
import type { AtHand } from '../run/at-hand.ts';
import { changeList, type Deployment } from '../run/deployments.ts';
import type { Ports } from '../run/ports.ts';
import type { Store } from '../store.ts';
import type { Previewed } from './preview.ts';

/** Has a version run beside the live one from now on. */
export async function startPreview(ports: Ports, atHand: AtHand, feature: Feature): Promise<Deployment> {
  await atHand.features.pin(feature);
  const now = ports.clock.now().toISOString();
  const { id, version, digest } = feature;
  const preview = { feature: id, version, digest, from: now.slice(0, 10), deployedAt: now };
  await changeList(ports, layout.previews, (all) => [preview, ...all.filter((each) => each.digest !== digest)]);
  return preview;
}

/** Ends a preview, and removes what was found. DEPLOYMENT_UNKNOWN when there is none. */
export async function endPreview(ports: Ports, feature: string, version: string): Promise<void> {
  const ended: string[] = [];
  await changeList(ports, layout.previews, (all) => {
    const those = all.filter((each) => each.feature === feature && each.version === version);
    if (those.length === 0) fail('DEPLOYMENT_UNKNOWN', `${feature} ${version} is not previewed.`);
    ended.push(...those.map(({ digest }) => digest));
    return all.filter((each) => !those.includes(each));
  });
  for (const digest of new Set(ended)) {
    for await (const path of ports.store.list(layout.previewsOf(digest))) await ports.store.remove(path);
  }
}

export interface PreviewFindings {
  readonly same: number;
  readonly differs: number;
  /** The latest that differ. */
  readonly examples: readonly Previewed[];
}

/** What a preview has found so far; counted by names alone. */
export async function previewFindings(store: Store, digest: string, most: number): Promise<PreviewFindings> {
  let same = 0;
  const differ: string[] = [];
  for await (const path of store.list(layout.previewedRuns(digest))) {
    if (path.endsWith('.same')) same += 1;
    else differ.push(path);
  }
  const latest = await Promise.all(differ.slice(-most).map((path) => store.read(path)));
  const examples = latest.flatMap((bytes): Previewed[] =>
    bytes === undefined ? [] : [JSON.parse(new TextDecoder().decode(bytes))],
  );
  return { same, differs: differ.length, examples };
}
