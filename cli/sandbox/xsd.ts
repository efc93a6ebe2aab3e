import { compileXsd } from '../../actions/lib/xsd/index.ts';
import type { ArtefactPin } from '../../engine/index.ts';
import { openArtefacts } from '../../platform/artefacts/index.ts';

/** What is wrong with a document by official XSDs; undefined where one of them was not pulled, or there is none. */
export async function validatorBy(
  pins: readonly (ArtefactPin | undefined)[],
  cache: string,
): Promise<((xml: string) => readonly string[]) | undefined> {
  const found = await Promise.all(pins.map((pin) => pin && openArtefacts(cache).get(pin)));
  const artefacts = found.filter((artefact) => artefact !== undefined);
  if (artefacts.length === 0 || artefacts.length < pins.length) return undefined;
  const xsd = compileXsd(artefacts);
  return (xml) => xsd.validate(Buffer.from(xml, 'utf8')).map(({ message }) => message);
}
