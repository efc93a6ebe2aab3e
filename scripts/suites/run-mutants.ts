import { exists, filesBelow, golden } from './artefacts.ts';
import { mutants } from './mutants.ts';
import type { Oracle } from './oracle.ts';
import { compileForm, judge, type Row } from './run-suite.ts';
import { suites } from './suites.ts';

/** Mutants of the documents that the rule sets find nothing in, `count` in all, each judged by its rule sets and by Saxon. */
const kinds = [
  { name: 'UBL', documents: goodUbl, rules: ['EN 16931 UBL', 'Peppol BIS 3 UBL', 'XRechnung UBL'], share: 0.5 },
  { name: 'CII', documents: goodCii, rules: ['EN 16931 CII', 'XRechnung CII', 'Factur-X EN16931'], share: 0.3 },
  {
    name: 'ZATCA',
    documents: () => filesBelow('sa/samples', /\.xml$/),
    rules: ['ZATCA E-invoice_Validation_Rules', 'ZATCA CEN-EN16931-UBL'],
    share: 0.1,
  },
  { name: 'France', documents: goodUbl, rules: ['France BR-FR-Flux2UBL', 'CIUS-PT', 'UBL.BE'], share: 0.1 },
] as const;

export async function* runMutants(oracle: Oracle, count: number, seed: number): AsyncGenerator<Row> {
  for (const kind of kinds) {
    const all = mutants(kind.documents(), Math.round(count * kind.share), seed);
    for (const name of kind.rules) {
      const suite = suites.find((each) => each.name === name);
      if (!suite) throw new Error(`There is no suite ${name}.`);
      const form = suite.sch === undefined ? 'xslt' : 'sch';
      yield await judge(`mutants of ${kind.name}: ${name}`, compileForm(suite, form), suite, all, oracle);
    }
  }
}

function goodUbl(): string[] {
  return good('en16931-1.3.16-ubl');
}

function goodCii(): string[] {
  return good('en16931-1.3.16-cii');
}

/** Documents without a finding, of a size that the mutations of a few elements matter in. */
function good(name: string): string[] {
  const recorded =
    golden<Readonly<Record<string, { readonly failed: Readonly<Record<string, number>>; readonly xsd: string }>>>(name);
  return Object.entries(recorded)
    .filter(([, { failed, xsd }]) => Object.keys(failed).length === 0 && xsd === 'valid')
    .map(([path]) => `eu/${path}`)
    .filter(exists)
    .sort();
}
