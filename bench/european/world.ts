import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createEngine, type Feature, type Ports, selectPipeline } from '../../engine/index.ts';
import { openArtefacts } from '../../platform/artefacts/index.ts';
import { compiledFolder } from '../../platform/cache/index.ts';
import { findFeature, openFeature, settingsOf } from '../../platform/environment/index.ts';
import { portsWith } from '../ports.ts';

/** From JSON to a document that holds by every rule: its bytes. Rejects when it does not. */
export type Write = (data: Uint8Array) => Promise<Uint8Array>;

const context = { documentType: 'invoice', format: 'peppol-bis-3' };

export interface EuropeanWorld {
  /** The feature's own example, with so many lines; what follows from them is left to be calculated. */
  invoice(lines: number): Uint8Array;
  /** An engine over a new store in memory. */
  open(): Write;
}

/** The whole pipeline `issue` of eu/peppol-bis-3; undefined where the artefacts are not in the cache. */
export async function openEuropean(): Promise<EuropeanWorld | undefined> {
  const { folder } = findFeature('eu/peppol-bis-3');
  const feature = await openFeature(folder);
  const artefacts = openArtefacts(resolve('.timbre', 'artefacts'), compiledFolder());
  for (const pin of Object.values(feature.artefacts)) if ((await artefacts.get(pin)) === undefined) return undefined;
  const example = JSON.parse(readFileSync(join(folder, 'cases', 'invoice', 'input.json'), 'utf8'));
  return {
    invoice: (lines) => Buffer.from(JSON.stringify(withLines(example, lines))),
    open: () =>
      writer(
        feature,
        portsWith(feature, { artefacts }, (of) => settingsOf(of, {})),
      ),
  };
}

interface Example {
  readonly lines: readonly { readonly id: string }[];
}

function withLines(example: Example, count: number) {
  const lines = Array.from({ length: count }, (_, at) => ({
    ...example.lines[at % example.lines.length],
    id: String(at + 1),
  }));
  return { ...example, totals: undefined, taxes: undefined, lines };
}

function writer(feature: Feature, ports: Ports): Write {
  const engine = createEngine(ports);
  const { selected } = selectPipeline([feature], context, { issueDate: '2026-09-01', type: 'invoice' });
  if (selected === undefined) throw new Error('no pipeline applies');
  return async (data) => {
    const { state, problems, result } = await engine.advance(await engine.submit({ ...selected, data }));
    const document = result?.documents.document;
    const bytes = document && (await engine.document(document.path));
    if (state !== 'completed' || bytes === undefined) throw new Error(`${state}: ${problems[0]?.message}`);
    return bytes;
  };
}
