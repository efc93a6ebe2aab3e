import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { compileDescription, drawText } from '../../actions/lib/text-signature/index.ts';
import { readXmlText } from '../../actions/lib/xml-text/index.ts';
import { compileExpression, registerSchema } from '../../engine/expression.ts';
import { compileFeature } from '../../engine/index.ts';
import { readSource } from '../../engine/read-source.ts';
import { readConfig } from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import invoiceSchema from '../../schemas/invoice.schema.json' with { type: 'json' };
import { loadingOf } from '../actions/loading.ts';
import { blocksOf, pageText } from './pages.ts';

const fileOf = (page: string): string => blocksOf(page).find(({ file }) => file !== undefined)?.text ?? '';

describe('docs/environment.md', () => {
  it('shows an environment file that is read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'timbre-docs-'));
    try {
      const path = join(folder, 'timbre.yaml');
      writeFileSync(path, fileOf('docs/environment.md'));
      expect(readConfig(path)).toMatchObject({ name: 'test', store: { folder: join(folder, 'store') } });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows patterns of hosts that are understood', async () => {
    const section = pageText('docs/environment.md').split('## Allowed hosts')[1] ?? '';
    const allowedHosts = [...section.matchAll(/^\| `([^`]+)`/gm)].map(([, pattern = '']) => pattern);
    expect(allowedHosts.length).toBeGreaterThan(3);
    await createHttp({ allowedHosts }).close();
  });
});

describe('docs/artefacts.md', () => {
  it('shows pins that a feature loads with', () => {
    const files = Object.fromEntries(
      blocksOf('docs/features.md').flatMap(({ file, text }) =>
        file === undefined || file.startsWith('cases/') ? [] : [[file, text]],
      ),
    );
    const withPins = {
      ...files,
      'feature.yaml': `artefacts: artefacts.yaml\n${files['feature.yaml']}`,
      'artefacts.yaml': fileOf('docs/artefacts.md'),
    };
    const { feature, problems } = compileFeature(withPins, { actions });
    expect(problems).toEqual([]);
    const [letter, receipt] = Object.values(feature?.artefacts ?? {});
    expect(letter?.files).toHaveLength(2);
    expect(receipt?.files.map(({ address }) => address.split('/').at(-1))).toEqual(['receipt.xsd', 'types.xsd']);
    expect(receipt?.files[1]).toEqual(letter?.files[1]);
  });
});

describe('docs/signed-texts.md', () => {
  it('shows the text that its description draws', () => {
    const [description, xml, drawn] = blocksOf('docs/signed-texts.md');
    const { loading, problems, at } = loadingOf('text.yaml', { files: { 'text.yaml': description?.text ?? '' } });
    const compiled = compileDescription('text.yaml', loading, at);
    expect(problems).toEqual([]);
    if (!compiled) throw new Error('the description did not compile');
    expect(drawText(readXmlText(Buffer.from(xml?.text ?? '')), compiled)).toBe(drawn?.text.trimEnd());
  });
});

describe('docs/expressions.md', () => {
  registerSchema('urn:timbre:invoice:1', invoiceSchema);
  const scope = { invoice: { $ref: 'urn:timbre:invoice:1' } };
  const blocks = blocksOf('docs/expressions.md').filter(({ language }) => language === 'yaml');

  it.each(blocks)('shows YAML whose expressions hold: case %#', ({ text }) => {
    const { file, problems } = readSource('example.yaml', text);
    expect(problems).toEqual([]);
    const values = Object.values(file?.data ?? {}).filter((value) => typeof value === 'string');
    expect(values.length).toBeGreaterThan(0);
    for (const value of values) expect(compileExpression(value, scope).problems ?? []).toEqual([]);
  });
});
