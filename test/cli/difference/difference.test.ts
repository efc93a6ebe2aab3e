import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changedLines, linesOf } from '../../../cli/difference/lines.ts';
import { newFeature, writeNew } from '../../../cli/scaffold/index.ts';
import { inProcess } from '../in-process.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timbre-diff-'));
  writeNew(join(folder, 'one'), newFeature('fr/facture', join(folder, 'one')));
  cpSync(join(folder, 'one'), join(folder, 'two'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function change(file: string, from: string, to: string): void {
  const path = join(folder, 'two', file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(path, text.replace(from, to));
}

async function differences() {
  const { code, stdout } = await inProcess(['diff', join(folder, 'one'), join(folder, 'two'), '--json']);
  return { code, ...JSON.parse(stdout) };
}

describe('timbre diff', () => {
  it('finds nothing where nothing changed', async () => {
    expect(await differences()).toMatchObject({ code: 0, changed: 0 });
  });

  it('tells the lines of a document that another mapping writes, and the version', async () => {
    change('mappings/document.yaml', '"@date"', '"@issued"');
    change('feature.yaml', 'version: 0.1.0', 'version: 0.2.0');
    const { code, cases, ...rest } = await differences();
    expect({ code, ...rest }).toEqual({ code: 1, before: '0.1.0', after: '0.2.0', changed: 1 });
    expect(cases).toMatchObject([
      {
        name: 'invoice',
        ended: [],
        documents: {
          document: [
            { kind: 'removed', line: '<Invoice number="F-1" date="2026-03-01">' },
            { kind: 'added', line: '<Invoice number="F-1" issued="2026-03-01">' },
          ],
        },
      },
      { name: 'wrong-total', documents: {} },
    ]);
  });

  it('compares a version that begins only next year on the cases of this one', async () => {
    change('feature.yaml', 'from: 2020-01-01', 'from: 2027-01-01');
    expect(await differences()).toMatchObject({ code: 0, changed: 0 });
    const { stdout } = await inProcess(['diff', join(folder, 'one'), join(folder, 'two')]);
    expect(stdout).toContain('in force from 2020-01-01 → from 2027-01-01');
  });

  it('compares a case that needs an artefact which a version does not pin', async () => {
    change('cases/invoice/case.yaml', 'pipeline: issue', 'needs: [rules-of-another-release.sch]\npipeline: issue');
    expect(await differences()).toMatchObject({ code: 0, changed: 0 });
  });

  it('tells another end', async () => {
    change('rules/totals.yaml', 'invoice.totals.amountWithoutTax, 2)\n', 'invoice.totals.amountWithoutTax - 1, 2)\n');
    const { cases } = await differences();
    expect(cases[0].ended).toContainEqual({ kind: 'added', line: 'problem RULE_FAILED at totals.amountWithoutTax' });
  });

  it('says what cannot be compared', async () => {
    for (const file of ['feature.yaml', 'cases/invoice/case.yaml', 'cases/wrong-total/case.yaml'])
      change(
        file,
        file === 'feature.yaml' ? '  issue:' : 'pipeline: issue',
        file === 'feature.yaml' ? '  send:' : 'pipeline: send',
      );
    const { cases } = await differences();
    expect(cases[0].skipped).toContain('no pipeline send');
  });
});

describe('changed lines', () => {
  it('separates the elements of XML', () =>
    expect(linesOf('<a><b/> <c>x</c></a>')).toEqual(['<a>', '<b/>', '<c>x</c>', '</a>']));

  it('make one text from the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const changed = changedLines(before, after);
        const count = (lines: readonly string[], line: string) => lines.filter((each) => each === line).length;
        for (const line of ['a', 'b', 'c', 'd']) {
          const by = (kind: string) => changed.filter((each) => each.kind === kind && each.line === line).length;
          expect(count(before, line) - by('removed') + by('added')).toBe(count(after, line));
        }
        expect(changed.length === 0).toBe(before.join() === after.join());
      }),
      { numRuns: 200 },
    );
  });
});
