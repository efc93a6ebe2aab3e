import { EndedRuns } from './ended.ts';
import { Pinned } from './pinned.ts';
import type { Ports } from './ports.ts';
import { Submitted } from './submitted.ts';

/** What one engine has at hand of what the store holds. It may forget any of it at any time. */
export class AtHand {
  readonly features: Pinned;
  readonly submitted = new Submitted();
  readonly ended: EndedRuns;

  constructor(ports: Ports) {
    this.ended = new EndedRuns(ports);
    this.features = new Pinned(ports);
  }
}
