import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../../cli/doctor/index.ts';
import { makeEnvironment, type Question } from '../../../cli/init/index.ts';
import { enter, localConfig, openEnvironment, readConfig } from '../../../platform/environment/index.ts';
import { makeServerCredentials } from '../../../sandbox/index.ts';
import { answerOf, type Listener, listen } from '../../platform/http/servers.ts';
import { inProcess } from '../in-process.ts';

let root = '';
let home = '';
let untrusted: Listener;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'timbre-init-'));
  untrusted = await listen((socket) => socket.write(answerOf(200, {}, '')), makeServerCredentials());
});
afterAll(async () => {
  await untrusted.close();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  home = mkdtempSync(join(root, 'home-'));
});

/** Somebody who answers each question with the next of these. */
function person(answers: Readonly<Partial<Record<string, readonly string[]>>>) {
  const left = new Map(Object.entries(answers).map(([key, each]) => [key, [...(each ?? [])]]));
  const told: Finding[] = [];
  const asked: string[] = [];
  const ask = async ({ key }: Question): Promise<string> => {
    asked.push(key);
    return left.get(key)?.shift() ?? '';
  };
  return { host: { ask, tell: (finding: Finding) => void told.push(finding) }, told, asked };
}

const file = () => join(home, 'timbre.yaml');

describe('timbre init with a person', () => {
  it('asks for all, proves it, and leaves a file that holds', async () => {
    const { host, told } = person({ name: ['test'], legalEntity: ['acme'], retention: ['10'] });
    await makeEnvironment(file(), {}, host);
    const config = readConfig(file());
    expect(config).toMatchObject({
      name: 'test',
      store: { folder: join(home, 'store') },
      vault: { folder: join(home, 'vault') },
      retention: { years: 10 },
      legalEntities: { acme: {} },
    });
    expect(told.map(({ about, state }) => `${about} ${state}`)).toEqual(['vault ok', 'store ok']);
    expect(readdirSync(home).sort()).toEqual(['store', 'timbre.yaml']);
    const [, schema = ''] = /^# yaml-language-server: \$schema=(.*)\n/.exec(readFileSync(file(), 'utf8')) ?? [];
    expect(JSON.parse(readFileSync(join(home, schema), 'utf8')).title).toBe('Environment');
  });

  it('asks again until it holds', async () => {
    const production = openEnvironment({ ...localConfig(home), name: 'production' });
    await enter(production);
    writeFileSync(join(home, 'in-the-way'), '');
    const { host, told, asked } = person({
      name: ['', 'staging', 'test'],
      // Of production; below a file; its own.
      store: [join(home, 'store'), 'in-the-way/store', 'own'],
      redis: ['redis://:unspoken@127.0.0.1:1', 'redis://127.0.0.1:1', ''],
      allow: [`localhost:${untrusted.port}`, ''],
      retention: ['none', ''],
    });
    await makeEnvironment(file(), {}, host);
    const count = (key: string) => asked.filter((each) => each === key).length;
    expect(['name', 'vault', 'store', 'redis', 'allow', 'retention'].map(count)).toEqual([3, 1, 3, 3, 2, 2]);
    expect(told.filter(({ state }) => state === 'problem').length).toBeGreaterThanOrEqual(6);
    expect(JSON.stringify(told)).not.toContain('unspoken');
    expect(readFileSync(file(), 'utf8')).not.toContain('unspoken');
    expect(readConfig(file())).toMatchObject({ name: 'test', store: { folder: join(home, 'own') }, allowedHosts: [] });
    await production.close();
  });
});

describe('timbre init for scripts', () => {
  const command = (...options: string[]) => inProcess(['init', file(), '--json', ...options]);

  it('makes test and production side by side, each with a store of its own', async () => {
    expect((await command('--name', 'test', '--store', 'test-store')).code).toBe(0);
    const production = join(home, 'production.yaml');
    const mixed = await inProcess(['init', production, '--json', '--name', 'production', '--store', 'test-store']);
    expect(mixed.code).toBe(1);
    expect(JSON.parse(mixed.stdout)).toMatchObject({
      file: null,
      findings: [{}, { about: 'store', state: 'problem' }],
    });
    expect(existsSync(production)).toBe(false);
    expect((await inProcess(['init', production, '--json', '--name', 'production'])).code).toBe(0);
    expect(readConfig(production).name).toBe('production');
  });

  it.each<[string, readonly string[]]>([
    ['no name', []],
    ['a name that is none', ['--name', 'staging']],
    ['a queue that is away', ['--name', 'test', '--redis', 'redis://127.0.0.1:1']],
    ['a variable that is not set', ['--name', 'test', '--redis', `\${TIMBRE_NOT_SET}`]],
    ['a container that is away', ['--name', 'test', '--store', 'secret:nowhere']],
  ])('%s: nothing is written', async (_, options) => {
    expect((await command(...options)).code).toBeGreaterThan(0);
    expect(readdirSync(home).filter((each) => each.includes('yaml'))).toEqual([]);
  });

  it('never writes over a file', async () => {
    mkdirSync(join(home, 'store'));
    writeFileSync(file(), 'mine');
    expect((await command('--name', 'test')).code).toBe(2);
    expect(readFileSync(file(), 'utf8')).toBe('mine');
  });
});
