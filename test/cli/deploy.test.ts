import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inProcess } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-deploy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** A feature with one case, which needs a schema that nobody has pulled, or none. */
function feature(name: string, version: string, needs: string): void {
  const at = `features/xx/${name}`;
  const id = name.replace(/@.*/, '');
  const sha256 = 'a'.repeat(64);
  write(`${at}/input.schema.json`, '{ "type": "object", "properties": { "issueDate": { "type": "string" } } }');
  write(
    `${at}/artefacts.yaml`,
    `a.xsd:\n  summary: A schema\n  files: [{ address: "https://authority.example/a.xsd", sha256: ${sha256} }]\n`,
  );
  const head = `feature: xx/${id}\ntitle: Nothing but a digest\nversion: ${version}\nartefacts: artefacts.yaml\n`;
  const steps = '      - { id: sum, uses: digest, with: { algorithm: sha256 }, in: { document: =input } }\n';
  const pipeline = `  issue:\n    applies: { country: XX }\n    input: input.schema.json\n    steps:\n${steps}`;
  write(`${at}/feature.yaml`, `${head}effective: { from: 2020-01-01, by: issueDate }\npipelines:\n${pipeline}`);
  const expected = 'replies: []\nexpect: { state: completed }\n';
  write(`${at}/cases/one/case.yaml`, `title: One\npipeline: issue\nat: 2026-03-01T12:00:00Z\n${needs}${expected}`);
  write(`${at}/cases/one/input.json`, '{ "issueDate": "2026-03-01" }');
}

const deploy = async (environment: string, name: string) => {
  write(
    `${environment}.yaml`,
    `name: ${environment}\nstore: { folder: ${environment} }\nvault: { folder: vault }\nfeatures: [features]\n`,
  );
  return inProcess(['deploy', name, '-e', join(folder, `${environment}.yaml`)]);
};

describe('timbre deploy', () => {
  mkdirSync(join(folder, 'vault'));
  feature('sum', '2.0.0', '');
  feature('sum@1.0.0', '1.0.0', '');
  feature('proof', '1.0.0', 'needs: [a.xsd]\n');

  it.each([
    ['xx/sum', '2.0.0'],
    ['xx/sum@2.0.0', '2.0.0'],
    ['xx/sum@1.0.0', '1.0.0'],
  ])('finds %s among the versions that stand beside each other', async (name, version) => {
    const { code, stdout } = await deploy('test', name);
    expect([code, stdout]).toEqual([0, expect.stringContaining(`xx/sum ${version} is deployed`)]);
  });

  it.each(['2026-02-31', '2026-2-1', 'today'])('takes %s for no day', async (day) => {
    const { code, stdout } = await inProcess(['deploy', 'xx/sum', '--from', day, '-e', join(folder, 'test.yaml')]);
    expect([code, stdout]).toEqual([2, expect.stringContaining('USAGE')]);
  });

  it("takes no case for proof that was skipped, but on a machine of one's own", async () => {
    expect((await deploy('test', 'xx/proof')).stdout).toContain('DEPLOYMENT_UNPROVEN');
    expect((await deploy('local', 'xx/proof')).code).toBe(0);
  });

  it('says which version there is', async () => {
    expect((await deploy('test', 'xx/sum@3.0.0')).stdout).toContain('xx/sum is version 2.0.0 here, not 3.0.0');
  });
});
