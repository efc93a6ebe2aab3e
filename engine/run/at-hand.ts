import { EndedRuns } from './ended.ts';
import { KnownRuns } from './known-runs.ts';
import { Pinned } from './pinned.ts';
import type { Ports } from './ports.ts';

/** What one engine has at hand of what the store holds. It may forget any of it at any time. */
export class AtHand {
  readonly features: Pinned;
  readonly runs = new KnownRuns();
  readonly ended: EndedRuns;

  constructor(ports: Ports) {
    this.ended = new EndedRuns(ports);
    this.features = new Pinned(ports);
  }
}
