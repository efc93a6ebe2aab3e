import { bytesOf } from '../artefacts.ts';
import { documentsOf, sets } from './documents.ts';
import { openReadAndWrite, type ReadAndWrite } from './feature.ts';
import type { Syntax } from './judge.ts';
import { type Levels, readScenarios } from './scenarios.ts';

/** One set of documents in one syntax, and what reads and writes it. */
export interface Trip extends ReadAndWrite {
  readonly set: string;
  readonly syntax: Syntax;
  /** The authority's rules beside those of EN 16931: Schematron below `eu/`. */
  readonly rules: readonly string[];
  /** The levels that rules have for a document, where they are not their own. */
  readonly levels?: (bytes: Uint8Array) => Levels;
  /** The set's documents that are of the syntax. */
  readonly documents: () => readonly string[];
}

const isOf: Readonly<Record<Syntax, (text: string) => boolean>> = {
  ubl: (text) => /urn:oasis:names:specification:ubl:schema:xsd:(Invoice|CreditNote)-2/.test(text),
  cii: (text) => text.includes('urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'),
};

/** By the feature of each set's authority; CII by `eu/en16931` where that has UBL only. */
export async function* tripsOf(syntax: Syntax): AsyncGenerator<Trip> {
  const base = await openReadAndWrite('eu/en16931', { syntax });
  for (const [set, { feature = 'eu/en16931', scenarios, ...rules }] of Object.entries(sets)) {
    const documents = () => documentsOf(set).filter((path) => isOf[syntax](bytesOf(path).toString('utf8', 0, 20_000)));
    const own = syntax === 'ubl' ? rules.rules : rules.cii;
    const steps = own === undefined || feature === 'eu/en16931' ? base : await openReadAndWrite(feature, { syntax });
    const levels = scenarios === undefined ? {} : { levels: readScenarios(scenarios) };
    yield { ...steps, set, syntax, rules: own ?? [], documents, ...levels };
  }
}
