import type { Artefact, ArtefactPin, Artefacts } from '../artefacts.ts';
import { problemsOf } from '../errors.ts';
import type { Position } from '../source.ts';
import type { Report } from './report.ts';
import type { Sources } from './sources.ts';
import { validatorOf } from './validators.ts';

type ArtefactsYaml = Readonly<
  Record<
    string,
    { readonly files: readonly { readonly address: string; readonly sha256: string | readonly string[] }[] }
  >
>;

/** The pins of the file that `artefacts:` names; undefined (and reported) when it cannot be read. */
export function compileArtefacts(
  name: string | undefined,
  at: Position,
  sources: Sources,
  report: Report,
): Readonly<Record<string, ArtefactPin>> | undefined {
  if (name === undefined) return {};
  const file = sources.file(name, at);
  if (!file || !report.schema(validatorOf('artefacts'), file.data, { file, path: [] })) return undefined;
  const pins: Record<string, ArtefactPin> = {};
  for (const [artefact, { files }] of Object.entries(file.data as ArtefactsYaml)) {
    pins[artefact] = {
      name: artefact,
      files: files.map(({ address, sha256 }) => ({ address, sha256: [sha256].flat() })),
    };
  }
  return pins;
}

/** Something to look up in artefacts; what is not there is reported. */
export interface Lookup {
  readonly pins: readonly ArtefactPin[];
  readonly look: (artefacts: readonly Artefact[]) => Promise<void>;
}

/** Looks up what can be: all artefacts of it were pulled. */
export async function lookUp(lookups: readonly Lookup[], artefacts: Artefacts, report: Report): Promise<void> {
  const asked = new Map<ArtefactPin, Artefact | undefined>();
  for (const { pins, look } of lookups) {
    for (const pin of pins) if (!asked.has(pin)) asked.set(pin, await artefacts.get(pin));
    const found = pins.map((pin) => asked.get(pin)).filter((artefact) => artefact !== undefined);
    if (found.length < pins.length) continue;
    await look(found).catch((thrown: unknown) => report.add(...problemsOf(thrown)));
  }
}
