import { tellOutage } from './outages.ts';
import type { Chaos } from './run.ts';
import type { ChaosOptions } from './world.ts';

/** What was done to whom, and what came of it, in lines. */
export function tell(invoices: number, options: ChaosOptions, chaos: Chaos): string[] {
  const { made, struck, dropped, told, details, lost, doubled, unrecorded, wrongBytes, seconds } = chaos;
  const trouble = [...made].map(([name, times]) => `${name} ${times}`);
  const pacs = options.pacs.join(' and ');
  return [
    `${invoices} invoices to ${pacs}, ${options.workers} workers, seed ${options.seed}, settle ${options.settle} s: ${seconds.toFixed(0)} s`,
    `trouble: ${trouble.join(', ')}`,
    `the store: ${struck.busy} requests answered 503, ${struck.slow} late, ${struck.mute} done and not answered`,
    ...chaos.outages.map((outage) => tellOutage(outage, chaos.tries)),
    `the PACs: ${dropped.before} dropped before they had stamped, ${dropped.after} after`,
    `the records: asked ${told.asked} times, sent again ${told.sentAgain}, fenced ${told.fenced}`,
    ...details.slice(0, 20).map((detail) => `  ${detail}`),
    `lost ${lost}, doubled ${doubled}, unrecorded ${unrecorded}, wrong bytes ${wrongBytes}`,
  ];
}
