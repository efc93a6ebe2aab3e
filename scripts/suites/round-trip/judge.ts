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

/** Judges UBL invoices and credit notes, by the rules of EN 16931 and by others. */
export function createJudge(others: readonly string[]): (bytes: Uint8Array) => Verdict {
  const schemas = ['Invoice', 'CreditNote'].map(schemaOf);
  const ruleSets = ['en16931/ubl/schematron/EN16931-UBL-validation.sch', ...others].map(ruleSetOf);
  return (bytes) => {
    const xsd = withXml(bytes, (tree) => compileXsd(schemas).validate(tree)).map(({ message }) => message);
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

function schemaOf(kind: string): Artefact {
  const folder = 'eu/ubl-2.1-xsd/xsdrt';
  const paths = [`${folder}/maindoc/UBL-${kind}-2.1.xsd`, ...filesBelow(`${folder}/common`, /\.xsd$/)];
  const files = paths.map((path) => {
    const bytes = bytesOf(path);
    return { address: `https://mirror.example/${path}`, sha256: sha256(bytes), bytes };
  });
  return { name: kind, files, digest: sha256(files.map((file) => file.sha256).join()) };
}
