import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { timbre as command } from '../../cli/program.ts';
import { type Office, openOffice } from './bad-input/office.ts';
import { canaries, leaks } from './bad-input/world.ts';
import { type Ended, isBuilt, timbre } from './timbre.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
}, 60_000);
afterAll(() => office.close());

/** Runs the command in this process. */
async function inProcess(parameters: readonly string[]): Promise<Ended> {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  try {
    return { code: await command(parameters), stdout: printed.join(''), stderr: '' };
  } finally {
    write.mockRestore();
  }
}

const answerOf = ({ stdout }: Pick<Ended, 'stdout'>) => JSON.parse(stdout);
const codesOf = (ended: Ended): string[] => answerOf(ended).problems.map(({ code }: { code: string }) => code);

interface Usage {
  readonly what: string;
  /** `FOLDER` and `INVOICE` stand for the office's folder and a right invoice in it. */
  readonly line: string;
  readonly code: string;
  /** What the message or the hint must name. */
  readonly says: string;
}

const usages: readonly Usage[] = [
  { what: 'nothing', line: '', code: 'USAGE', says: 'run, resume, resolve, cancel' },
  { what: 'an unknown command', line: 'rum', code: 'USAGE', says: 'timbre help' },
  { what: 'an unknown option', line: 'run mx/cfdi INVOICE --sandbx', code: 'USAGE', says: '--sandbox' },
  { what: 'no input', line: 'run mx/cfdi', code: 'USAGE', says: 'Usage: timbre run [options] <feature> <input>' },
  { what: 'too much', line: 'run mx/cfdi INVOICE more', code: 'USAGE', says: '2 arguments' },
  { what: 'an unknown feature', line: 'run mx/cfd INVOICE', code: 'USAGE', says: 'mx/cfdi' },
  { what: 'an unknown pipeline', line: 'run mx/cfdi/isue INVOICE', code: 'USAGE', says: 'issue' },
  { what: 'no such file', line: 'run mx/cfdi FOLDER/none.json', code: 'USAGE', says: 'none.json' },
  { what: 'a folder for the input', line: 'run mx/cfdi FOLDER', code: 'USAGE', says: 'folder' },
  { what: 'a context without a value', line: 'run mx/cfdi INVOICE -c country', code: 'USAGE', says: 'KEY=VALUE' },
  { what: 'another country', line: 'run mx/cfdi INVOICE -c country=IT', code: 'NO_PIPELINE', says: 'country' },
  {
    what: 'a legal entity that is not there',
    line: 'run mx/cfdi INVOICE -e FOLDER/timbre.yaml -c legalEntity=none',
    code: 'CONTEXT_INVALID',
    says: 'none',
  },
  {
    what: 'a time that is none',
    line: 'run mx/cfdi INVOICE -e FOLDER/timbre.yaml --wait soon',
    code: 'USAGE',
    says: '--wait',
  },
  {
    what: 'an unknown fault',
    line: 'run mx/cfdi INVOICE --sandbox=none',
    code: 'USAGE',
    says: 'accept-then-no-answer',
  },
  {
    what: 'no such environment',
    line: 'run mx/cfdi INVOICE -e FOLDER/none.yaml',
    code: 'ENVIRONMENT_INVALID',
    says: 'none.yaml',
  },
  {
    what: 'a key that no environment has',
    line: 'run mx/cfdi INVOICE -e FOLDER/wrong.yaml',
    code: 'ENVIRONMENT_INVALID',
    says: 'allowedHosts',
  },
  { what: 'no settings', line: 'run mx/cfdi INVOICE -e FOLDER/bare.yaml', code: 'SETTING_INVALID', says: 'pacUrl' },
  {
    what: 'the sandbox in production',
    line: 'run mx/cfdi INVOICE -e FOLDER/production.yaml --sandbox',
    code: 'USAGE',
    says: 'production',
  },
  {
    what: 'a file for the folder of documents',
    line: 'run mx/cfdi INVOICE -e FOLDER/timbre.yaml -o INVOICE',
    code: 'OUTPUT_FAILED',
    says: 'folder',
  },
  {
    what: 'an unknown run',
    line: 'resume 20260301T180000-0123456789abcdef -e FOLDER/timbre.yaml',
    code: 'RUN_UNKNOWN',
    says: 'environment',
  },
  {
    what: 'a run id that leads elsewhere',
    line: 'log ../../vault -e FOLDER/timbre.yaml',
    code: 'RUN_UNKNOWN',
    says: 'vault',
  },
  { what: 'an unknown case', line: 'test mx/cfdi/none', code: 'USAGE', says: 'no-answer-after-acceptance' },
  { what: 'no feature to check', line: 'check FOLDER/none', code: 'USAGE', says: '/none.' },
];

describe('a command line that is wrong', () => {
  beforeAll(() => {
    const folders = 'store: { folder: store }\nvault: { folder: vault }\n';
    writeFileSync(join(office.folder, 'wrong.yaml'), `name: local\n${folders}allowedHost: [pac.example]\n`);
    writeFileSync(join(office.folder, 'bare.yaml'), `name: local\n${folders}`);
    writeFileSync(join(office.folder, 'production.yaml'), `name: production\n${folders}`);
  });

  it.each(usages.map((each) => [each.what, each] as const))('%s', async (_, { line, code, says }) => {
    const invoice = join(office.folder, office.invoice('U1'));
    const words =
      line === ''
        ? []
        : line.split(' ').map((word) => word.replace('FOLDER', office.folder).replace('INVOICE', invoice));
    const before = office.pac.requests.length;
    const { code: exit, stdout } = await inProcess([...words, '--json']);
    expect(exit).toBe(2);
    expect(stdout).toMatch(/^.*\n$/);
    expect(answerOf({ stdout })).toMatchObject({ run: null, state: null });
    const found = answerOf({ stdout }).problems.filter((each: { code: string }) => each.code === code);
    expect(found.map(({ message, hint }: Record<string, string>) => `${message} ${hint}`).join('\n')).toContain(says);
    expect(office.pac.requests.length).toBe(before);
  });
});

const inOffice = (...words: string[]) => timbre([...words, '-e', 'timbre.yaml'], { cwd: office.folder });
const seen: string[] = [];
const said = async (ended: Promise<Ended>): Promise<Ended> => {
  const all = await ended;
  seen.push(all.stdout, all.stderr);
  return all;
};

it('is told to people in the same words, without a stack', async () => {
  const { code, stdout } = await inProcess(['run', 'mx/cfd', 'none.json']);
  expect(code).toBe(2);
  expect(stdout).toMatch(/^USAGE {2}There is no feature mx\/cfd\.\n {2}Did you mean `mx\/cfdi`\?\n$/);
});

describe.runIf(isBuilt)('the command as a process (after npm run build)', () => {
  it('0: accepted; 2: not JSON; each one line of JSON', async () => {
    const good = office.invoice('P1');
    const bad = office.invoice('P2', (text) => text.replace('"series": "A",', '"series": "A",,'));
    const [accepted, notJson] = await Promise.all([
      said(inOffice('run', './cfdi', good, '--json')),
      said(inOffice('run', './cfdi', bad, '--json')),
    ]);
    expect(accepted).toMatchObject({ code: 0, stderr: '' });
    expect(accepted.stdout.trimEnd()).not.toContain('\n');
    expect(answerOf(accepted)).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect(notJson).toMatchObject({ code: 2, stderr: '' });
    expect(answerOf(notJson)).toMatchObject({
      run: null,
      problems: [{ code: 'INPUT_NOT_JSON', file: bad, line: 3, column: 17 }],
    });
  });

  it('1: a total that does not add up, for people; 2: a broken feature, its place as seen from here', async () => {
    const wrong = office.invoice('P3', (text) =>
      text.replace('"amountWithTax": "29613.11"', '"amountWithTax": "29613.12"'),
    );
    mkdirSync(join(office.folder, 'own'));
    const broken = join(office.folder, 'own/feature.yaml');
    writeFileSync(
      broken,
      readFileSync(join(office.folder, 'cfdi/feature.yaml'), 'utf8').replace('uses: transform', 'uses: transfrom'),
    );
    const [failed, refused] = await Promise.all([
      said(inOffice('run', './cfdi', wrong)),
      said(inOffice('run', './own', wrong)),
    ]);
    expect(failed).toMatchObject({ code: 1, stderr: '' });
    expect(failed.stdout).toMatch(/^totals\.amountWithTax {2}RULE_FAILED {2}.*29613\.12/m);
    expect(refused).toMatchObject({ code: 2, stderr: '' });
    expect(refused.stdout).toMatch(
      /^own\/feature\.yaml:\d+:15 {2}ACTION_UNKNOWN .*\n {10}uses: transfrom\n {16}\^{9}\n {2}Did you mean `transform`/m,
    );
  });

  it('3: held by a wrong password; two that resume it at once make one stamp', async () => {
    office.password('wrong');
    const held = await said(inOffice('run', './cfdi', office.invoice('P4'), '--json'));
    expect(held).toMatchObject({ code: 3, stderr: '' });
    const { run, problems } = answerOf(held);
    expect(problems[0]).toMatchObject({ code: 'KEY_PASSWORD', step: 'sealed' });
    office.password(canaries.pfxPassword);
    await office.pac.setFault({ fault: 'slow', delay: 600 });
    const stamps = office.pac.ledger.length;
    const both = await Promise.all([said(inOffice('resume', run, '--json')), said(inOffice('resume', run, '--json'))]);
    expect(office.pac.ledger.length - stamps).toBe(1);
    expect(both.map(({ code }) => code)).toContain(0);
    for (const one of both) {
      if (one.code === 0) expect(answerOf(one)).toMatchObject({ state: 'completed', outcome: 'accepted' });
      else expect(answerOf(one)).toMatchObject({ run, problems: [{ code: 'RUN_TAKEN' }] });
    }
    const after = await inProcess(['resume', run, '-e', join(office.folder, 'timbre.yaml'), '--json']);
    expect(after.code).toBe(0);
    expect(answerOf(after).state).toBe('completed');
    expect(codesOf(after)).toContain('RUN_FINISHED');
  });

  it('4: waiting for a PAC that is down', async () => {
    await office.pac.setFault('refuse-connection');
    const waiting = await said(inOffice('run', './cfdi', office.invoice('P5'), '--json', '--wait', '0'));
    await office.pac.setFault();
    expect(waiting).toMatchObject({ code: 4, stderr: '' });
    expect(answerOf(waiting)).toMatchObject({ state: 'waiting', outcome: 'unavailable' });
  });

  it('no secret was said or stored', () => {
    expect(seen.length).toBeGreaterThan(10);
    for (const secret of Object.values(canaries)) expect(seen.join('\n')).not.toContain(secret.slice(-4));
    expect(leaks(office)).toEqual([]);
  });
});
