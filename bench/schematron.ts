import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileSchematron, parseDocument, type RuleSet } from '../schematron/index.ts';
import { hasArtefacts } from '../scripts/suites/artefacts.ts';
import { type BenchResult, median, processorTime, resultOf, skipped } from './result.ts';
import { coldCompile, coldStart } from './schematron/cold.ts';
import { manyLines, rulesEn, rulesPeppol, sampleDocuments, withAttachment } from './schematron/documents.ts';
import { memoryOf } from './schematron/memory.ts';
import { saxonMilliseconds } from './schematron/saxon.ts';
import { saxonJsMilliseconds } from './schematron/saxon-js.ts';

/**
 * EN 16931 and Peppol's rules on invoices of 5-21 kB, with parsing and locations, beside warm Saxon-HE and SaxonJS on the
 * same documents where these are there. Milliseconds of processor time, medians of the documents' medians.
 */
export async function measureSchematron(): Promise<BenchResult> {
  if (!hasArtefacts) return skipped('schematron', 'the official rule sets are not there');
  const cache = mkdtempSync(join(tmpdir(), 'timbre-bench-'));
  try {
    const figures = measure(cache);
    const saxonHe = saxonMilliseconds(sampleDocuments());
    const saxonJs = saxonJsMilliseconds(sampleDocuments());
    // At most a third of what Saxon-HE takes on the JVM, when it is warm; at most a two-hundredth of SaxonJS.
    const ratios = {
      ...(saxonHe === undefined ? {} : { bySaxonHe: figures.en / saxonHe }),
      ...(saxonJs === undefined ? {} : { bySaxonJs: figures.en / saxonJs }),
    };
    const held = { ...limits, ...(saxonHe && { bySaxonHe: 1 / 3 }), ...(saxonJs && { bySaxonJs: 1 / 200 }) };
    const beside = { ...(saxonHe && { saxonHe }), ...(saxonJs && { saxonJs }) };
    const missing = [...(saxonHe ? [] : ['Saxon-HE']), ...(saxonJs ? [] : ['SaxonJS'])];
    const result = resultOf('schematron', { ...figures, ...beside, ...ratios }, held);
    return missing.length === 0 ? result : { ...result, without: missing };
  } finally {
    rmSync(cache, { recursive: true });
  }
}

const limits = {
  en: 0.25,
  enAndPeppol: 0.5,
  kB827: 15,
  attachment: 10,
  compile: 1000,
  load: 20,
  first: 25,
  megabytes: 150,
};

function measure(cache: string) {
  const compile = coldCompile(rulesEn, cache);
  coldCompile(rulesPeppol, cache);
  const en = compileSchematron(rulesEn, { cache });
  const peppol = compileSchematron(rulesPeppol, { cache });
  const documents = sampleDocuments();
  const cold = coldStart(rulesEn, cache, documents[0] ?? new Uint8Array());
  const lines = manyLines();
  const heavy = withAttachment();
  return {
    en: ofDocuments(documents, (bytes) => judge(bytes, [en])),
    enAndPeppol: ofDocuments(documents, (bytes) => judge(bytes, [en, peppol])),
    parse: ofDocuments(documents, (bytes) => parseDocument(bytes).size),
    kB827: ofDocuments([lines], (bytes) => judge(bytes, [en]), 40),
    attachment:
      ofDocuments([heavy], (bytes) => judge(bytes, [en]), 40) -
      ofDocuments([heavy], (bytes) => parseDocument(bytes).size, 40),
    compile,
    load: cold.load,
    first: cold.first,
    megabytes: memoryOf(cache),
  };
}

function judge(bytes: Uint8Array, ruleSets: readonly RuleSet[]): number {
  const tree = parseDocument(bytes);
  return ruleSets.reduce((sum, ruleSet) => sum + ruleSet.validate(tree).findings.length, 0);
}

const warmUp = 150;

function ofDocuments(documents: readonly Uint8Array[], work: (bytes: Uint8Array) => number, rounds = 200): number {
  const taken = documents.map((): number[] => []);
  for (let round = 0; round < Math.min(warmUp, rounds); round++) for (const each of documents) work(each);
  for (let round = 0; round < rounds; round++)
    documents.forEach((each, at) => {
      taken[at]?.push(timed(() => work(each)));
    });
  return median(taken.map(median));
}

/** Milliseconds of processor time. */
function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return processorTime(before) / 1000;
}
