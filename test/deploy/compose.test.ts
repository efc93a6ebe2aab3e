import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { enter, openEnvironment, readConfig, storeOwner } from '../../platform/environment/index.ts';
import { hasAzurite, startAzurite } from '../../scripts/services/azurite.ts';
import { inProcess } from '../cli/in-process.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const deploy = join(root, 'deploy');

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
}

const compose: { readonly services: Record<string, Service>; readonly volumes: Record<string, unknown> } = parse(
  readFileSync(join(deploy, 'compose.yaml'), 'utf8'),
  { merge: true },
);
const services = Object.entries(compose.services);
const ours = services.filter(([, { image, entrypoint }]) => image === 'timbre' && entrypoint === undefined);

describe('the compose file', () => {
  it.each(ours)('%s is a command that Timbre has, with options that it has', async (_, { command }) => {
    const [name = '', ...options] = command;
    const { stdout } = await inProcess([name, '--help']);
    expect(stdout).toContain(`Usage: timbre ${name}`);
    for (const option of options.filter((each) => each.startsWith('--'))) expect(stdout).toContain(option);
  });

  it.each(services)('%s mounts what exists, and waits for services that can be waited for', (_, service) => {
    for (const volume of service.volumes ?? []) {
      const [from = ''] = volume.split(':');
      if (from.startsWith('.')) expect(existsSync(join(deploy, from)), from).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(from);
    }
    const needs = Array.isArray(service.depends_on) ? [] : Object.entries(service.depends_on ?? {});
    for (const [name, { condition }] of needs) {
      expect(compose.services[name], name).toBeDefined();
      if (condition === 'service_healthy') expect(compose.services[name]?.healthcheck).toBeDefined();
    }
    if (service.build) {
      expect(existsSync(join(deploy, service.build.context, service.build.dockerfile))).toBe(true);
    }
  });

  it('has an environment that holds, and lets nobody in as it stands', async () => {
    const config = readConfig(join(deploy, 'timbre.yaml'), compose.services.api?.environment);
    expect(config.queue?.redis).toBe('redis://redis:6379');
    expect(config.server?.access?.keys).toMatchObject([{ sha256: '0'.repeat(64) }]);
    expect(compose.services.redis?.command).toContain('noeviction');
  });
});

describe('the Dockerfile', () => {
  const lines = readFileSync(join(deploy, 'Dockerfile'), 'utf8').split('\n');
  const kept = readFileSync(join(deploy, 'Dockerfile.dockerignore'), 'utf8').split('\n');

  it('copies what exists, and its context has all that is compiled', () => {
    const copied = lines.flatMap((line) => /^COPY --from=build \/timbre\/(\S+)/.exec(line)?.[1] ?? []);
    const made = ['node_modules', 'dist'];
    for (const each of copied) expect(made.includes(each) || existsSync(join(root, each)), each).toBe(true);
    const { include }: { include: readonly string[] } = JSON.parse(
      readFileSync(join(root, 'tsconfig.build.json'), 'utf8'),
    );
    for (const each of include) expect(kept).toContain(`!${dirname(each) === '.' ? each : each.split('/')[0]}`);
  });
});

const script = join(root, 'dist', 'scripts', 'emulated-container.js');

describe.skipIf(!hasAzurite || !existsSync(script))('the container of the compose file, needs azurite', () => {
  it('is made with a SAS in the vault that Timbre can work with; the second time nothing changes', async () => {
    const azurite = await startAzurite();
    const home = mkdtempSync(join(tmpdir(), 'timbre-deploy-'));
    const file = join(home, 'timbre-store.txt');
    const make = async () => {
      const child = spawn(process.execPath, [script, new URL(azurite.url).origin, file], { stdio: 'inherit' });
      return (await once(child, 'exit'))[0];
    };
    expect(await make()).toBe(0);
    const first = readFileSync(file, 'utf8');
    expect(await make()).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(first);
    const environment = join(home, 'timbre.yaml');
    writeFileSync(environment, 'name: test\nstore: { blob: { sas: timbre-store } }\nvault: { folder: . }\n');
    const opened = openEnvironment(readConfig(environment));
    await enter(opened);
    expect(await storeOwner(opened)).toBe('test');
    await opened.close();
    await azurite.close();
    rmSync(home, { recursive: true });
  });
});
