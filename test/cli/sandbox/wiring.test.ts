import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSandboxed } from '../../../cli/sandbox/open.ts';
import { readWiring } from '../../../cli/sandbox/read-wiring.ts';
import { problemsOf } from '../../../engine/errors.ts';
import { featureFolders, localConfig, ownFeatures } from '../../../platform/environment/index.ts';
import { letters, load } from '../../engine/load/fixtures.ts';

const home = mkdtempSync(join(tmpdir(), 'timbre-wiring-'));
afterAll(() => rmSync(home, { recursive: true }));
const { feature } = await load(letters);

/** What is wrong with a feature whose `cases/sandbox.yaml` says this. */
async function saidOf(text: string): Promise<string[]> {
  if (!feature) throw new Error('the feature did not load');
  const featureFolder = mkdtempSync(join(home, 'feature-'));
  mkdirSync(join(featureFolder, 'cases'));
  writeFileSync(join(featureFolder, 'cases', 'sandbox.yaml'), text);
  const request = { config: localConfig(home), feature, featureFolder, invoice: {}, faults: [], home };
  try {
    const environment = await openSandboxed({ ...request, clock: () => new Date() });
    await environment.close();
    return [];
  } catch (thrown) {
    return problemsOf(thrown).map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);
  }
}

describe('cases/sandbox.yaml', () => {
  it.each<[what: string, text: string, problems: readonly string[]]>([
    ['what is right', 'sandbox: peppol\nsettings: { office: =sandbox.url }\n', []],
    ['nothing', '', ['SCHEMA 1:1']],
    ['a list', '- sandbox: peppol\n', ['SCHEMA 1:1']],
    ['no sandbox', 'settings: {}\n', ['SCHEMA 1:1']],
    ['another sandbox', 'sandbox: pepol\n', ['SCHEMA 1:10']],
    ['what is no YAML', 'sandbox: [peppol\n', ['YAML_SYNTAX 1:17']],
    [
      'a key that is misspelt and settings that are none',
      'sandbox: peppol\nsecret: {}\nsettings: 7\n',
      ['KEY_UNKNOWN 2:1', 'SCHEMA 3:11'],
    ],
    ['a secret that is no text', 'sandbox: peppol\nsecrets: { password: 7 }\n', ['SCHEMA 2:22']],
    ['an artefact', 'sandbox: peppol\nxsd: leter.xsd\n', ['REFERENCE_UNKNOWN 2:6']],
    ['one of several artefacts', 'sandbox: peppol\nxsd: [letter.xsd, form.xsd]\n', ['REFERENCE_UNKNOWN 2:19']],
    [
      'expressions, all of them at once',
      'sandbox: peppol\nsettings:\n  office: =sandbox.ur\n  other: =invoice.number +\nsecrets: { password: =sandbox.tokn }\n',
      ['EXPRESSION_UNKNOWN_NAME 3:20', 'YAML_UNQUOTED_EXPRESSION 4:27', 'EXPRESSION_UNKNOWN_NAME 5:31'],
    ],
  ])('%s', async (_, text, problems) => {
    expect(await saidOf(text)).toEqual(problems);
  });

  it('is read of every feature that has one', () => {
    const wired = featureFolders(ownFeatures).filter((folder) =>
      readdirSync(join(folder, 'cases')).includes('sandbox.yaml'),
    );
    expect(wired.map((folder) => readWiring(folder).sandbox).sort()).toEqual(['mx', 'peppol']);
  });
});
