import { withXml } from '../../../actions/lib/xml/index.ts';
import { compileXsd } from '../../../actions/lib/xsd/index.ts';
import { type Artefact, sha256 } from '../../../engine/index.ts';
import { compiledFolder } from '../../../platform/cache/index.ts';
import { compileSchematron, isFatal, parseDocument, type RuleSet } from '../../../schematron/index.ts';
import { artefacts, bytesOf, filesBelow } from '../artefacts.ts';

/** What XML Schema and the rules of EN 16931 say against a document. */
export interface Verdict {
  readonly xsd: readonly string[];
  /** The ids of the rules that it breaks, fatal ones only; asked for only where the XSD holds. */
  readonly rules: readonly string[];
}

export type Syntax = 'ubl' | 'cii';

const ubl = 'eu/ubl-2.1-xsd/xsdrt';
const d16b = 'eu/cii-d16b-xsd/uncoupled clm/CII/uncefact/data/standard';
const schemas: Readonly<Record<Syntax, () => readonly Artefact[]>> = {
  ubl: () => ['Invoice', 'CreditNote'].map((kind) => schemaOf(`${ubl}/maindoc/UBL-${kind}-2.1.xsd`, `${ubl}/common`)),
  cii: () => [schemaOf(`${d16b}/CrossIndustryInvoice_100pD16B.xsd`, d16b)],
};

/** Judges invoices and credit notes of a syntax, by the rules of EN 16931 and by others. */
export function createJudge(others: readonly string[], syntax: Syntax = 'ubl'): (bytes: Uint8Array) => Verdict {
  const compiled = schemas[syntax]();
  const own = `en16931/${syntax}/schematron/EN16931-${syntax.toUpperCase()}-validation.sch`;
  const ruleSets = [own, ...others].map(ruleSetOf);
  return (bytes) => {
    const xsd = withXml(bytes, (tree) => compileXsd(compiled).validate(tree)).map(({ message }) => message);
    return { xsd, rules: xsd.length > 0 ? [] : fatal(ruleSets, bytes) };
  };
}

const kept = new Map<string, RuleSet>();

function ruleSetOf(path: string): RuleSet {
  const made = kept.get(path) ?? compileSchematron(`${artefacts}/eu/${path}`, { cache: compiledFolder() });
  kept.set(path, made);
  return made;
}

function fatal(ruleSets: readonly RuleSet[], bytes: Uint8Array): string[] {
  const tree = parseDocument(bytes);
  const found = ruleSets.flatMap((each) => each.validate(tree).findings.filter(isFatal));
  // Some authorities have rules without an id.
  return [...new Set(found.map(({ rule, test }) => rule || test))];
}

/** A schema, with the files that it may include. */
function schemaOf(main: string, beside: string): Artefact {
  const paths = [main, ...filesBelow(beside, /\.xsd$/).filter((path) => path !== main)];
  const files = paths.map((path) => {
    const bytes = bytesOf(path);
    return { address: `https://mirror.example/${encodeURI(path)}`, sha256: sha256(bytes), bytes };
  });
  return { name: main, files, digest: sha256(files.map((file) => file.sha256).join()) };
}
