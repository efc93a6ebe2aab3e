import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { enter, localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { inProcess } from '../../cli/in-process.ts';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'timbre-enter-'));
});
afterAll(() => rmSync(home, { recursive: true }));

const open = (name: 'test' | 'production') => openEnvironment({ ...localConfig(home), name });

it('a store belongs to the environment that comes first, however many come at once', async () => {
  const [test, again, production] = [open('test'), open('test'), open('production')];
  await Promise.all([enter(test), enter(again)]);
  await expect(enter(production)).rejects.toMatchObject({ code: 'ENVIRONMENT_MIXED' });
  await enter(test);
  await Promise.all([test, again, production].map((each) => each.close()));
});

it.each(['worker', 'serve', 'deployments'])('timbre %s of production refuses the store of test', async (command) => {
  const file = join(home, 'production.yaml');
  const store = join(home, 'store');
  writeFileSync(
    file,
    `name: production\nstore: { folder: ${store} }\nvault: { folder: vault }\nqueue: { redis: "redis://127.0.0.1:1" }\n`,
  );
  const { code, stdout } = await inProcess([command, '-e', file, ...(command === 'deployments' ? ['--json'] : [])]);
  expect(code).toBeGreaterThan(0);
  expect(stdout).toContain('ENVIRONMENT_MIXED');
});

it('a mark that is not ours to read belongs to nobody', async () => {
  const other = mkdtempSync(join(tmpdir(), 'timbre-enter-'));
  const environment = openEnvironment({ ...localConfig(other), name: 'test' });
  await environment.ports.store.create('environment.json', Buffer.from('{'));
  await expect(enter(environment)).rejects.toMatchObject({ code: 'ENVIRONMENT_MIXED' });
  await environment.close();
  rmSync(other, { recursive: true });
});
