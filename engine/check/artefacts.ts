import type { Artefact, ArtefactPin, Artefacts } from '../artefacts.ts';
import { problemsOf } from '../errors.ts';
import { nearHint } from '../expression/index.ts';
import { below, type Position } from '../source.ts';
import type { Report } from './report.ts';
import type { ArtefactFileYaml, ArtefactsYaml, ArtefactYaml } from './shapes.ts';
import type { Sources } from './sources.ts';
import { validatorOf } from './validators.ts';

/** The pins of the file that `artefacts:` names; undefined (and reported) when it cannot be read. */
export function compileArtefacts(
  name: string | undefined,
  at: Position,
  sources: Sources,
  report: Report,
): Readonly<Record<string, ArtefactPin>> | undefined {
  if (name === undefined) return {};
  const file = sources.file(name, at);
  if (!file || !report.schema(validatorOf.artefacts(), file.data, { file, path: [] })) return undefined;
  const pins: Record<string, ArtefactPin> = {};
  for (const [artefact, written] of Object.entries(file.data)) {
    const files = filesOf(written, file.data, { file, path: [artefact] }, report);
    pins[artefact] = {
      name: artefact,
      files: files.map(({ address, sha256 }) => ({ address, sha256: [sha256].flat() })),
    };
  }
  return pins;
}

/** An artefact's own files, then those that it imports as another one does; one that is both is reported. */
function filesOf(
  { files, importsOf }: ArtefactYaml,
  all: ArtefactsYaml,
  at: Position,
  report: Report,
): readonly ArtefactFileYaml[] {
  if (importsOf === undefined) return files;
  const imports = importsListedBy(importsOf, all, below(at, 'importsOf'), report);
  for (const [index, { address }] of files.entries()) {
    if (!imports.some((each) => each.address === address)) continue;
    const message = `This file is among those that ${importsOf} imports.`;
    report.at('SCHEMA', message, below(at, 'files', index, 'address'), { hint: 'Leave it out here.' });
  }
  return [...files, ...imports];
}

/** The files of an artefact but its main one; none (and reported) where it does not list any itself. */
function importsListedBy(name: string, all: ArtefactsYaml, at: Position, report: Report): readonly ArtefactFileYaml[] {
  const artefact = Object.hasOwn(all, name) ? all[name] : undefined;
  if (artefact === undefined) {
    const hint = nearHint(name, Object.keys(all)) ?? 'Name another artefact of this feature.';
    report.at('REFERENCE_UNKNOWN', `There is no artefact ${name}.`, at, { hint });
    return [];
  }
  const [, ...imports] = artefact.files;
  if (imports.length > 0 && artefact.importsOf === undefined) return imports;
  const hint = 'Name the artefact that lists the imports.';
  report.at('SCHEMA', `${name} does not list by itself what it imports.`, at, { hint });
  return [];
}

/** Something to look up in artefacts; what is not there is reported. */
export interface Lookup {
  readonly pins: readonly ArtefactPin[];
  readonly look: (artefacts: readonly Artefact[]) => Promise<void>;
}

/** Looks up what can be: all artefacts of it were pulled. */
export async function lookUp(lookups: readonly Lookup[], artefacts: Artefacts, report: Report): Promise<void> {
  const asked = new Map<ArtefactPin, Artefact | undefined>();
  const tell = (thrown: unknown): undefined => {
    report.add(...problemsOf(thrown));
  };
  for (const { pins, look } of lookups) {
    for (const pin of pins) if (!asked.has(pin)) asked.set(pin, await artefacts.get(pin).catch(tell));
    const found = pins.map((pin) => asked.get(pin)).filter((artefact) => artefact !== undefined);
    if (found.length < pins.length) continue;
    await look(found).catch(tell);
  }
}
