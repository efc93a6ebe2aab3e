import { compileXsd } from '../../../actions/lib/xsd/index.ts';
import { type Artefact, sha256 } from '../../../engine/index.ts';
import { compiledFolder } from '../../../platform/cache/index.ts';
import { compileSchematron, isFatal, parseDocument, type RuleSet } from '../../../schematron/index.ts';
import { artefacts, bytesOf, filesBelow } from '../artefacts.ts';
import type { Levels } from './scenarios.ts';

/** What XML Schema and the rules of EN 16931 say against a document. */
export interface Verdict {
  readonly xsd: readonly string[];
  /** The ids of the rules that it breaks, fatal ones only; asked for only where the XSD holds. */
  readonly rules: readonly string[];
}

export type Syntax = 'ubl' | 'cii';

/** Main schemas, each with the folder of what it includes. */
export type Mains = readonly (readonly [main: string, beside: string])[];

const ubl = 'eu/ubl-2.1-xsd/xsdrt';
const d16b = 'eu/cii-d16b-xsd/uncoupled clm/CII/uncefact/data/standard';
export const schemas: Readonly<Record<Syntax, Mains>> = {
  ubl: ['Invoice', 'CreditNote'].map((kind) => [`${ubl}/maindoc/UBL-${kind}-2.1.xsd`, `${ubl}/common`]),
  cii: [[`${d16b}/CrossIndustryInvoice_100pD16B.xsd`, d16b]],
};

/** The rules of EN 16931 for a syntax, below `eu/`. */
export const baseRules: Readonly<Record<Syntax, string>> = {
  ubl: 'en16931/ubl/schematron/EN16931-UBL-validation.sch',
  cii: 'en16931/cii/schematron/EN16931-CII-validation.sch',
};

/** Judges invoices and credit notes of a syntax, by the rules of EN 16931 and by others. */
export function createJudge(
  others: readonly string[],
  syntax: Syntax = 'ubl',
  levels?: (bytes: Uint8Array) => Levels,
): (bytes: Uint8Array) => Verdict {
  return judgeBy(schemas[syntax], [baseRules[syntax], ...others], levels);
}

/** Judges by XML Schemas, and by rules below `eu/`. */
export function judgeBy(
  mains: Mains,
  rules: readonly string[],
  levels: (bytes: Uint8Array) => Levels = () => new Map(),
): (bytes: Uint8Array) => Verdict {
  const schemaProblems = schemaJudge(mains);
  const ruleSets = rules.map(ruleSetOf);
  return (bytes) => {
    const xsd = schemaProblems(bytes);
    return { xsd, rules: xsd.length > 0 ? [] : fatal(ruleSets, bytes, levels(bytes)) };
  };
}

/** What XML Schema says against a document, a line each. */
export function schemaJudge(mains: Mains): (bytes: Uint8Array) => string[] {
  const compiled = mains.map(([main, beside]) => schemaOf(main, beside));
  return (bytes) =>
    compileXsd(compiled)
      .validate(bytes)
      .map(({ message }) => message);
}

const kept = new Map<string, RuleSet>();

function ruleSetOf(path: string): RuleSet {
  const made = kept.get(path) ?? compileSchematron(`${artefacts}/eu/${path}`, { cache: compiledFolder() });
  kept.set(path, made);
  return made;
}

function fatal(ruleSets: readonly RuleSet[], bytes: Uint8Array, levels: Levels): string[] {
  const tree = parseDocument(bytes);
  const all = ruleSets.flatMap((each) => each.validate(tree).findings);
  const found = all.filter((each) => (levels.has(each.rule) ? levels.get(each.rule) === 'error' : isFatal(each)));
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
