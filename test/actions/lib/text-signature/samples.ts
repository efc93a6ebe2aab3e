import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { artefact, hasArtefacts } from '../../../shared.ts';

export interface Sample {
  readonly path: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Every CFDI 4.0 among the official artefacts, whatever complement it has. */
export function cfdiSamples(): readonly Sample[] {
  if (!hasArtefacts) return [];
  return ['mx/samples', 'mx/api'].flatMap((folder) =>
    readdirSync(artefact(folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.xml'))
      .map((name) => join(artefact(folder), name))
      .map((path) => ({ path, bytes: readFileSync(path) }))
      .map(({ path, bytes }) => ({ path, bytes, text: bytes.toString('utf8') }))
      .filter(({ text }) => /<cfdi:Comprobante\b[^>]*xmlns:cfdi="http:\/\/www\.sat\.gob\.mx\/cfd\/4"/.test(text)),
  );
}
