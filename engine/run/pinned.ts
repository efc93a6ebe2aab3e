import { fail } from '../errors.ts';
import type { Feature, FeatureFiles } from '../feature.ts';
import { layout } from '../record/layout.ts';
import type { Ports } from './ports.ts';

/** Features by digest: a run is worked on with exactly the files it was scheduled with, whatever is installed later. */
export class Pinned {
  readonly #ports: Ports;
  readonly #features = new Map<string, Promise<Feature>>();
  readonly #stored = new Set<string>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Puts the feature into the store, once. */
  async pin(feature: Feature): Promise<void> {
    this.#features.set(feature.digest, Promise.resolve(feature));
    if (this.#stored.has(feature.digest)) return;
    await this.#ports.store.create(layout.feature(feature.digest), packed(feature));
    this.#stored.add(feature.digest);
  }

  /** Read and compiled once, however many runs ask for it at the same time. */
  feature(digest: string): Promise<Feature> {
    const known = this.#features.get(digest);
    if (known) return known;
    const feature = this.#compiled(digest);
    this.#features.set(digest, feature);
    feature.catch(() => this.#features.delete(digest));
    return feature;
  }

  async #compiled(digest: string): Promise<Feature> {
    const bytes = await this.#ports.store.read(layout.feature(digest));
    if (!bytes) fail('RECORD_DAMAGED', `The feature ${digest} that runs are pinned to is not in the store.`);
    const files: FeatureFiles = JSON.parse(new TextDecoder().decode(bytes));
    const feature = this.#ports.compile(files);
    if (feature.digest !== digest)
      fail('RECORD_DAMAGED', `The feature ${digest} in the store has the digest ${feature.digest}.`);
    this.#stored.add(digest);
    return feature;
  }
}

const packages = new WeakMap<Feature, Uint8Array>();

/** Made once for all stores: each case of a feature's tests has one of its own. */
function packed(feature: Feature): Uint8Array {
  const bytes = packages.get(feature) ?? Buffer.from(JSON.stringify(feature.files));
  packages.set(feature, bytes);
  return bytes;
}
