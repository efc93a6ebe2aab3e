import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEnvironment, openFeature, readConfig } from '../../platform/environment/index.ts';
import { type Office, openOffice } from './bad-input/office.ts';
import { inProcess } from './in-process.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
}, 60_000);
afterAll(() => office.close());

/** The office's feature, in a coming version that writes something else. */
async function comingVersion(version: string, change: (mapping: string) => string) {
  const folder = join(office.folder, `cfdi@${version}`);
  cpSync(join(office.folder, 'cfdi'), folder, { recursive: true });
  const edit = (file: string, make: (text: string) => string) =>
    writeFileSync(join(folder, file), make(readFileSync(join(folder, file), 'utf8')));
  edit('feature.yaml', (text) => text.replace(/^version: .*$/m, `version: ${version}`));
  edit('mappings/comprobante.yaml', change);
  return openFeature(folder);
}

it('a real invoice goes through the live version and the coming ones; what differs is told line by line', async () => {
  const file = join(office.folder, 'timbre.yaml');
  const environment = openEnvironment(readConfig(file));
  const { engine } = environment;
  const twin = await comingVersion('1.1.0', (mapping) => `${mapping}\n# Nothing else.\n`);
  const other = await comingVersion('1.2.0', (mapping) => mapping.replace('immediate: PUE', 'immediate: PUX'));
  await engine.startPreview(twin);
  await engine.startPreview(other);
  const invoice = join(office.folder, office.invoice('P-1'));
  const { stdout } = await inProcess(['run', join(office.folder, 'cfdi'), invoice, '-e', file, '--json']);
  const { run, outcome } = JSON.parse(stdout);
  expect(outcome).toBe('accepted');
  const requests = office.pac.requests.length;
  await engine.preview(run);
  expect(office.pac.requests.length).toBe(requests);
  const told = await inProcess(['deployments', '--preview', '--json', '-e', file]);
  const [second, first] = JSON.parse(told.stdout).previews;
  expect(first).toMatchObject({ version: '1.1.0', same: 1, differs: 0 });
  expect(second).toMatchObject({ version: '1.2.0', same: 0, differs: 1 });
  const [example] = second.examples;
  expect(example).toMatchObject({ run, end: { live: 'passed', preview: 'passed' } });
  const [document] = example.documents;
  expect(document.name).toBe('comprobante.document');
  expect(document.lines.map(({ kind }: { kind: string }) => kind)).toEqual(['removed', 'added']);
  expect(document.lines[1].line).toContain('MetodoPago="PUX"');
  expect((await inProcess(['deployments', '--preview', '-e', file])).stdout).toContain('0 the same, 1 different');
  expect((await inProcess(['undeploy', 'mx/cfdi@1.2.0', '--preview', '-e', file])).code).toBe(0);
  expect((await engine.previews()).map(({ version }) => version)).toEqual(['1.1.0']);
  await environment.close();
}, 60_000);
