import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readXmlText, type TextElement, type XmlText } from '../../../actions/lib/xml-text/index.ts';
import {
  digestNames,
  type ElementPath,
  idOf,
  signatureNames,
  type Verdict,
  verifyXmlSignature,
} from '../../../actions/lib/xmldsig/index.ts';
import { artefact } from '../../shared.ts';
import { askXmlsec, noXmlsec } from '../lib/xmldsig/oracles.ts';

interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

const samplesOf = (folder: string): Sample[] =>
  existsSync(artefact(folder))
    ? readdirSync(artefact(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(xml|xsig)$/i.test(name))
        .map((name) => ({ name, bytes: readFileSync(artefact(`${folder}/${name}`)) }))
        .filter(({ bytes }) => /<(?:[\w.-]+:)?SignatureValue[ >]/.test(bytes.toString('latin1')))
    : [];

/** Many public samples were laid out anew after they were signed. A test may undo that; the verifier does not. */
const tight = ({ name, bytes }: Sample): Sample => ({
  name,
  bytes: Buffer.from(bytes.toString('latin1').replace(/>\s+</g, '><'), 'latin1'),
});

/** With positions: of several extensions one has the signature. */
const pathTo = (elements: readonly TextElement[]): ElementPath => ({
  source: elements.map(({ name }) => `/${name}`).join(''),
  steps: elements.map((element, depth) => {
    const { namespace, local } = element;
    const beside = elements[depth - 1]?.children ?? [element];
    const alike = beside.filter((each) => 'name' in each && each.local === local && each.namespace === namespace);
    return { namespace, local, position: alike.indexOf(element) + 1 };
  }),
});

function chainTo(root: TextElement, wanted: (element: TextElement) => boolean): TextElement[] | undefined {
  if (wanted(root)) return [root];
  for (const child of root.children) {
    const below = 'name' in child ? chainTo(child, wanted) : undefined;
    if (below !== undefined) return [root, ...below];
  }
  return undefined;
}

/** As a feature of that country would ask: the first signature where it stands, over what its reference names. */
function verdictOf({ bytes, name }: Sample): Verdict & { readonly xml?: XmlText } {
  let xml: XmlText;
  try {
    xml = readXmlText(bytes, name);
  } catch (thrown) {
    return { code: 'SIGNATURE_UNSAFE', reason: String(thrown), certificate: undefined, signed: [] };
  }
  const signature = chainTo(xml.root, ({ local }) => local === 'SignatureValue') ?? [];
  const text = xml.text.slice(signature.at(-2)?.start, signature.at(-2)?.end);
  const id = /<(?:[\w.-]+:)?Reference[^>]*URI="#([^"]+)"/.exec(text)?.[1];
  const target = id === undefined ? undefined : chainTo(xml.root, (element) => idOf(xml, element) === id);
  const verdict = verifyXmlSignature(xml, {
    place: pathTo(signature.slice(0, -2)),
    covers: target && pathTo(target),
    algorithms: signatureNames,
    digests: digestNames,
    certificate: undefined,
    content: undefined,
  });
  return { ...verdict, xml };
}

/** How many hold as they are, and how many more without white space between tags: reference/authorities.md. */
const countries: [string, string, number, number][] = [
  ['mx', 'cancellations', 0, 6],
  ['br', 'NF-e and events', 4, 9],
  ['pe', 'UBL', 27, 0],
];

describe.each(countries)('genuine samples of %s (%s)', (country, _, asTheyAre, laidOutAnew) => {
  const samples = samplesOf(country);
  it.skipIf(samples.length === 0)(`${asTheyAre} hold as they are, ${laidOutAnew} more without white space`, () => {
    const strict = samples.filter((each) => verdictOf(each).code === undefined);
    const more = samples.filter((each) => !strict.includes(each) && verdictOf(tight(each)).code === undefined);
    expect([strict.length, more.length]).toEqual([asTheyAre, laidOutAnew]);
  });

  it.skipIf(samples.length === 0 || noXmlsec !== undefined)('xmlsec1 accepts the same', () => {
    const judged = samples
      .flatMap((each) => [each, tight(each)])
      .filter(({ bytes }) => bytes.includes('X509Certificate>'));
    const different = judged.flatMap((sample) => {
      const { code, reason, certificate } = verdictOf(sample);
      if (certificate === undefined && code !== undefined) return [];
      const theirs = askXmlsec({
        xml: sample.bytes,
        certificatePem: String(certificate),
        idElements: ['infNFe', 'infEvento', 'infInut', 'infCte', 'infDPS', 'infNFSe'],
      });
      return (theirs === 'OK') === (code === undefined) ? [] : [`${sample.name}: ${reason || 'holds'}; ${theirs}`];
    });
    expect(different).toEqual([]);
  });
});
