import { withXml } from '../../actions/lib/xml/index.ts';
import { compileXsd } from '../../actions/lib/xsd/index.ts';
import type { ArtefactPin } from '../../engine/index.ts';
import { openArtefacts } from '../../platform/artefacts/index.ts';

/** What is wrong with a document by an official XSD; undefined where that was not pulled. */
export async function validatorBy(
  pin: ArtefactPin | undefined,
  cache: string,
): Promise<((xml: string) => readonly string[]) | undefined> {
  const artefact = pin && (await openArtefacts(cache).get(pin));
  if (!artefact) return undefined;
  const xsd = compileXsd([artefact]);
  return (xml) => withXml(Buffer.from(xml, 'utf8'), (tree) => xsd.validate(tree).map(({ message }) => message));
}
