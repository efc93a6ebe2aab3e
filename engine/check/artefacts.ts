import type { ArtefactPin } from '../artefacts.ts';
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
