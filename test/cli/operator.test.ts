import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEnvironment, openFeature, ownFeatures, readConfig } from '../../platform/environment/index.ts';
import { freePort } from '../../scripts/services/free-port.ts';
import { type Keeper, keep } from '../../scripts/services/processes.ts';
import { hasRedis, startRedis } from '../../scripts/services/redis.ts';
import { type Office, openOffice } from './bad-input/office.ts';
import { inProcess } from './in-process.ts';
import { isBuilt, timbre } from './timbre.ts';

/**
 * What an operator does by command, most of it in this process, and by HTTP, while `timbre serve` and `timbre worker` run as
 * processes of their own.
 */
describe.skipIf(!isBuilt || !hasRedis)('an operator, needs redis-server and a build', () => {
  const closing: { close(): Promise<unknown> }[] = [];
  let office: Office;
  let [url, file] = ['', ''];

  beforeAll(async () => {
    const [opened, redis, port] = await Promise.all([openOffice(), startRedis(), freePort()]);
    office = opened;
    [url, file] = [`http://127.0.0.1:${port}`, join(office.folder, 'timbre.yaml')];
    askTwice(join(office.folder, 'cfdi/connectors/finkok.yaml'));
    comingVersion(office.folder, '1.9.0');
    const more = [`queue: { redis: "${redis.url}", sweep: 1 }`, 'features: [coming]', `server: { port: ${port} }`];
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n${more.join('\n')}\n`);
    const environment = openEnvironment(readConfig(file));
    await environment.engine.deploy(await openFeature(join(office.folder, 'cfdi')), '2020-01-01');
    await environment.close();
    const processes: Keeper[] = await Promise.all([
      keep(['serve', '-e', file], /listens/, ['--no-opt']),
      keep(['worker', '-e', file], /ready/, ['--no-opt']),
    ]);
    closing.push(...processes, redis, office);
  }, 60_000);
  afterAll(async () => {
    for (const each of closing) await each.close();
  });

  const ask = async (path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, init);
    const answer: ReturnType<typeof JSON.parse> = await response.json();
    return { status: response.status, body: answer };
  };
  const submit = async (number: string): Promise<string> => {
    const invoice = JSON.parse(readFileSync(join(office.folder, office.invoice(number)), 'utf8'));
    const { status, body } = await ask('/submissions', { context: { country: 'MX' }, invoice });
    expect(status, JSON.stringify(body)).toBe(202);
    return body.id;
  };
  const reaches = async (id: string, state: string) => {
    const stands = async () => (await ask(`/submissions/${id}`)).body;
    await expect.poll(async () => (await stands()).state, { timeout: 30_000, interval: 100 }).toBe(state);
    return stands();
  };
  /** A run of which nobody here knows whether the PAC has stamped it. */
  const heldRun = async (number: string, fault: 'accept-then-no-answer' | 'drop-before-accept') => {
    // One that is answered before: so that the breaker stays closed.
    await reaches(await submit(`${number}-0`), 'completed');
    await office.pac.setFault({ fault, on: 'both' });
    const id = await submit(number);
    const { problems } = await reaches(id, 'held').finally(() => office.pac.setFault());
    expect(problems[0]).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    return id;
  };
  const stampsOf = (number: string) =>
    office.pac.ledger.filter(({ document }) => document.includes(`Folio="${number}"`));
  const who = ['--by', 'Ana Paz', '--why', 'portal of the PAC', '-e'];

  it('deploys a coming version beside the live one: it is tried by its cases, and sees what comes through the queue', async () => {
    const deployed = await inProcess(['deploy', 'mx/cfdi@1.9.0', '--preview', '-e', file]);
    expect(deployed.stdout).toContain('1 passed, 0 failed');
    expect(deployed).toMatchObject({ code: 0, stdout: expect.stringContaining('runs beside the live version') });
    const id = await submit('V-1');
    const { version } = await reaches(id, 'completed');
    expect(version).not.toBe('1.9.0');
    const found = async () => {
      const { stdout } = await inProcess(['deployments', '--preview', '--json', '-e', file]);
      return JSON.parse(stdout).previews;
    };
    await expect
      .poll(found, { timeout: 20_000, interval: 500 })
      .toMatchObject([{ version: '1.9.0', same: 0, differs: 1, examples: [{ run: id }] }]);
    expect(office.pac.requests).toHaveLength(1);
    expect(await inProcess(['undeploy', 'mx/cfdi@1.9.0', '--preview', '-e', file])).toMatchObject({ code: 0 });
    expect(await found()).toEqual([]);
  }, 90_000);

  it('deploys nothing whose cases do not go as they should', async () => {
    const expected = join(office.folder, 'coming/mx/cfdi/cases', only, 'case.yaml');
    const text = readFileSync(expected, 'utf8');
    writeFileSync(expected, text.replace('state: held', 'state: completed'));
    const { code, stdout } = await inProcess(['deploy', 'mx/cfdi', '--preview', '-e', file]);
    writeFileSync(expected, text);
    expect(code).not.toBe(0);
    expect(stdout).toContain('DEPLOYMENT_UNPROVEN');
  }, 60_000);

  it('settles by command what the PAC has accepted: its document is taken, and nothing is sent', async () => {
    const id = await heldRun('R-1', 'accept-then-no-answer');
    const [stamp] = stampsOf('R-1');
    const document = join(office.folder, 'stamped.xml');
    const found = ['--accepted', '--document', `document=${document}`, '--value', `uuid=${stamp?.uuid}`];
    writeFileSync(document, stamp?.document ?? '');
    const other = join(office.folder, 'other.xml');
    writeFileSync(other, stampsOf('V-1')[0]?.document ?? '');
    const wrong = found.map((each) => each.replace(document, other));
    const refused = await inProcess(['resolve', id, ...wrong, ...who, file, '--json']);
    expect(refused.stdout).toContain('RESOLUTION_UNPROVEN');
    writeFileSync(other, 'a note on paper');
    const unread = await inProcess(['resolve', id, ...wrong, ...who, file, '--json']);
    expect(JSON.parse(unread.stdout).problems).toMatchObject([
      { code: 'XML_MALFORMED', message: expect.stringContaining(`${other}: \`document\``) },
    ]);
    const { code, stdout } = await timbre(['resolve', id, ...found, ...who, file, '--json']);
    expect(code, stdout).toBe(0);
    expect(await reaches(id, 'completed')).toMatchObject({ outcome: 'accepted', values: { uuid: stamp?.uuid } });
    expect(stampsOf('R-1')).toHaveLength(1);
    const log = (await ask(`/submissions/${id}/log`)).body.entries;
    expect(log.filter(({ type }: { type: string }) => type === 'resolved')).toMatchObject([
      { verdict: 'accepted', by: 'Ana Paz', why: 'portal of the PAC' },
    ]);
  }, 90_000);

  it('settles over HTTP what the PAC never got: a worker sends it again, once', async () => {
    const id = await heldRun('R-2', 'drop-before-accept');
    expect(await ask(`/submissions/${id}/resolve`, { verdict: 'absent' })).toMatchObject({ status: 422 });
    const body = { verdict: 'absent', why: 'ticket 4711', by: 'Ana Paz' };
    expect(await ask(`/submissions/${id}/resolve`, body)).toMatchObject({ status: 202, body: { id } });
    expect(await reaches(id, 'completed')).toMatchObject({ outcome: 'accepted' });
    expect(stampsOf('R-2')).toHaveLength(1);
    expect(await ask(`/submissions/${id}/resolve`, body)).toMatchObject({ status: 409 });
    const verified = await inProcess(['log', id, '--verify', '-e', file]);
    expect(verified.code, verified.stdout).toBe(0);
  }, 90_000);

  it('settles over HTTP what the PAC has refused: the document may be submitted anew', async () => {
    const id = await heldRun('R-3', 'drop-before-accept');
    expect(await ask(`/submissions/${id}/resolve`, { verdict: 'refused', why: 'ticket 4712' })).toMatchObject({
      status: 202,
    });
    expect(await reaches(id, 'completed')).toMatchObject({ outcome: 'refused' });
    expect(await reaches(await submit('R-3'), 'completed')).toMatchObject({ outcome: 'accepted' });
    expect(stampsOf('R-3')).toHaveLength(1);
  }, 90_000);
});

/** Fewer requests in a row go unanswered than open the breaker. */
function askTwice(connector: string): void {
  writeFileSync(connector, readFileSync(connector, 'utf8').replace('attempts: 5', 'attempts: 2'));
}

const only = 'expired-csd';

/** Another version of the office's feature, which writes something else, with one case. */
function comingVersion(office: string, version: string): void {
  const folder = join(office, 'coming/mx/cfdi');
  mkdirSync(join(office, 'coming/mx'), { recursive: true });
  cpSync(join(office, 'cfdi'), folder, { recursive: true });
  const edit = (name: string, make: (text: string) => string) =>
    writeFileSync(join(folder, name), make(readFileSync(join(folder, name), 'utf8')));
  edit('feature.yaml', (text) => text.replace(/^version: .*$/m, `version: ${version}`));
  edit('mappings/comprobante.yaml', (text) => text.replace('immediate: PUE', 'immediate: PUX'));
  // One that ends before the document is written: another that does so takes long, and compares it.
  for (const name of [only, 'sandbox.yaml'])
    cpSync(join(ownFeatures, 'mx/cfdi/cases', name), join(folder, 'cases', name), { recursive: true });
}
