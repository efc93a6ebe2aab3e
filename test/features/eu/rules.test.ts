import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findFeature } from '../../../platform/environment/index.ts';
import { compileSchematron, parseDocument } from '../../../schematron/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { artefacts, bytesOf, exists, golden } from '../../../scripts/suites/artefacts.ts';
import { readAndWriteOf } from '../../../scripts/suites/round-trip/feature.ts';
import { hasArtefacts } from '../../shared.ts';
import { type Category, categories, invoiceOf } from './invoices.ts';
import { officialOf } from './official.ts';
import { brokenInvoice, codeCases, ruleCases, schemaCases } from './rule-cases.ts';
import { openStep } from './step.ts';

const { folder } = findFeature('eu/en16931');
const steps: readonly { readonly id: string; readonly with?: { readonly rules?: readonly string[] } }[] = parse(
  readFileSync(join(folder, 'feature.yaml'), 'utf8'),
).pipelines.issue.steps;
/** BR-01 asks more of business data than of a document: which specification it names; the others tell what no document, or none of a syntax, can say. */
const own = ['specification', 'taxes', 'beyond', 'ubl', 'cii'].map((name) => `rules/${name}.yaml`);
const files = (steps.find(({ id }) => id === 'judged')?.with?.rules ?? []).filter((file) => !own.includes(file));
const ids = files.flatMap((file) =>
  [...readFileSync(join(folder, file), 'utf8').matchAll(/^ {2}- id: (\S+)$/gm)].map(([, id = '']) => id),
);
const feature = await opening(folder);
const judge = await openStep(
  'issue',
  'judged',
  hasArtefacts ? { feature, artefact: await officialOf(feature) } : { feature },
);
const { read, write, check } = readAndWriteOf(feature);

/** The rules that business data breaks, each with the paths it names. */
async function broken(invoice: unknown): Promise<ReadonlyMap<string, readonly (string | undefined)[]>> {
  const found = new Map<string, (string | undefined)[]>();
  for (const { code, message, path } of (await judge(invoice)).problems) {
    if (code === 'ARTEFACT_MISSING') continue;
    expect(['RULE_FAILED', 'CODE_UNKNOWN'], message).toContain(code);
    const id = message.split(':')[0] ?? '';
    if (!ids.includes(id)) continue;
    found.set(id, [...(found.get(id) ?? []), path]);
  }
  return found;
}

describe('the rules of EN 16931 on business data', () => {
  it.each(Object.keys(categories))('take an invoice of VAT category %s', async (category) => {
    const invoice = invoiceOf(category as Category);
    expect(check(invoice)).toEqual([]);
    expect([...(await broken(invoice))]).toEqual([]);
  });

  it.each(ruleCases)('%s, category %s: %j', async (...ruleCase) => {
    const found = await broken(brokenInvoice(ruleCase));
    expect([...found.keys()]).toContain(ruleCase[0]);
    for (const path of found.get(ruleCase[0]) ?? []) expect(path).toMatch(/^[a-z]+(\[\d+\])?(\.\w+(\[\d+\])?)*$/i);
  });

  it.each(schemaCases)('%s is seen by the schema', (...ruleCase) => {
    const found = check(brokenInvoice(ruleCase));
    expect(found.filter((problem) => !problem.startsWith('INPUT_FIELD_MISSING'))).toEqual([]);
    expect(found).not.toEqual([]);
  });

  it('have a case each, and each its own id', () => {
    expect(ids.filter((id) => ![...ruleCases, ...codeCases].some(([rule]) => rule === id))).toEqual([]);
    expect(ids.length).toBe(new Set(ids).size);
  });
});

/** What CEN's rules for UBL never find: they look for the currency below the amount, where it cannot be. */
const silent = new Set(['BR-DEC-13', 'BR-DEC-15']);
/** Where an amount is missing we say so once; the Schematron also says what cannot be reckoned without it. */
const missing = new Set(['BR-12', 'BR-13', 'BR-14', 'BR-15', 'BR-45', 'BR-46', 'BR-48']);

describe.skipIf(!hasArtefacts)('agree with the official Schematron; needs the artefacts', () => {
  const sch = `${artefacts}/eu/en16931/ubl/schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch`;
  const official = hasArtefacts ? compileSchematron(sch) : undefined;
  const verdict = (invoice: unknown): string[] => [
    ...new Set(official?.validate(parseDocument(write(invoice))).findings.map(({ rule }) => rule)),
  ];

  it.each([...ruleCases, ...codeCases])('%s, category %s: %j', async (...ruleCase) => {
    const invoice = brokenInvoice(ruleCase);
    const found = [...(await broken(invoice)).keys()].filter((id) => !silent.has(id)).sort();
    const theirs = verdict(invoice).filter((id) => ids.includes(id));
    expect(found.includes(ruleCase[0]) || silent.has(ruleCase[0])).toBe(true);
    const { taxAmount } = invoice.totals as { taxAmount?: string };
    const whole = !found.some((id) => missing.has(id)) && invoice.taxes !== undefined && taxAmount !== undefined;
    if (whole) expect(found).toEqual(theirs.sort());
    else expect(theirs).toEqual(expect.arrayContaining(found));
  });

  // Without a number nothing is written that could be judged.
  it.each(schemaCases.filter(([rule]) => rule !== 'BR-02'))('%s', (...ruleCase) => {
    expect(verdict(brokenInvoice(ruleCase))).toContain(ruleCase[0]);
  });

  it('and catch most of its rules before anything is written', () => {
    const all = [...readFileSync(sch, 'utf8').matchAll(/<assert [^>]*\bid="(BR-[^"]+)"/g)].map(([, id = '']) => id);
    const early = new Set([...ids, ...schemaCases.map(([rule]) => rule)]);
    const caught = all.filter((id) => early.has(id));
    const lists = all.filter((id) => id.startsWith('BR-CL-'));
    console.log(
      `eu/en16931: ${caught.length} of ${all.length} rules are caught early, all ${lists.length} of codes among them`,
    );
    expect(lists.filter((id) => !caught.includes(id))).toEqual([]);
    expect(ids.filter((id) => !all.includes(id))).toEqual([]);
    expect(caught.length).toBeGreaterThan(180);
  });
});

/** Folders of documents that are invoices by EN 16931, or nearly so. */
const european = /^(en16931|peppol-bis-3|xrechnung|cii-ubl-pairs|nl-nlcius|cius-ro|cius-pt|be-ublbe|factur-x)/;
/** What a document says that business data cannot, and so no rule can judge. */
const unsaid: Readonly<Record<string, string>> = {
  'cius-pt-2.1.1/test-files/I_CIUS-PT_syntax-model - F_h.xml': 'a tax that is not VAT, in the place of VAT',
  'cius-pt-2.1.1/test-files/I_CIUS-PT_syntax-model - ND.xml': 'the same',
  'factur-x/mustang/library-tests/ubl/periods.ubl.xml': 'a payment of which nothing is said',
  'xrechnung/schematron-2.5.1-SNAPSHOT/test-instances/ubl-inv/ubl-inv-peppol-en16931-r053-2.xml': 'two totals of VAT',
};

describe.skipIf(!hasArtefacts)('find in official documents what was recorded of them; needs the artefacts', () => {
  it('all of it, and nothing else', async () => {
    const recorded =
      golden<Readonly<Record<string, { readonly failed: Readonly<Record<string, number>> }>>>('en16931-1.3.16-ubl');
    const different: Record<string, string> = {};
    let documents = 0;
    let findings = 0;
    for (const [path, { failed }] of Object.entries(recorded)) {
      if (!european.test(path) || !exists(`eu/${path}`)) continue;
      const data = readOrNot(bytesOf(`eu/${path}`));
      if (data === undefined) continue;
      documents++;
      const ours = [...(await broken(data)).keys()].sort();
      const theirs = Object.keys(failed).filter((id) => ids.includes(id));
      findings += theirs.length;
      if (ours.join() !== theirs.sort().join()) different[path] = `${ours} instead of ${theirs}`;
    }
    console.log(`${documents} documents, ${findings} broken rules`);
    expect(Object.keys(different).sort()).toEqual(Object.keys(unsaid));
    expect(documents).toBeGreaterThan(300);
  });
});

/** Undefined for what is not well-formed. */
function readOrNot(bytes: Uint8Array): unknown {
  try {
    return read(bytes).data;
  } catch {
    return undefined;
  }
}
