import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveMaterial } from '../../../cli/sandbox/material.ts';
import { startSandbox } from '../../../cli/sandbox/wiring.ts';
import { folderVault } from '../../../platform/vault/index.ts';
import type { RunningSandbox } from '../../../sandbox/index.ts';

const home = mkdtempSync(join(tmpdir(), 'timbre-material-'));
const vault = join(home, 'vault');
let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox('mx', {});
});
afterAll(async () => {
  await sandbox.close();
  rmSync(home, { recursive: true });
});

describe('test material for an environment of its own', () => {
  it('is opened by a folder vault, and stays as it is', async () => {
    expect(giveMaterial(sandbox, ['taxpayer:EKU9003173C9'], vault)).toEqual(['taxpayer-EKU9003173C9']);
    const file = join(vault, 'taxpayer-EKU9003173C9.pfx');
    const before = readFileSync(file);
    giveMaterial(sandbox, ['taxpayer:EKU9003173C9'], vault);
    expect(readFileSync(file).equals(before)).toBe(true);
    const { certificate } = await folderVault(vault).signer('taxpayer-EKU9003173C9');
    expect(certificate.subject).toContain('EKU9003173C9');
  });

  it.each(['owner:XIA190128J61', 'taxpayer:../../XIA190128J61'])('is nothing where one of them is %s', (name) => {
    const hint = 'It makes taxpayer:RFC, expired:RFC, future:RFC, fiel:RFC.';
    expect(() => giveMaterial(sandbox, ['expired:XIA190128J61', name], vault)).toThrow(
      expect.objectContaining({ code: 'USAGE', problems: [expect.objectContaining({ hint })] }),
    );
    expect(readdirSync(vault).filter((each) => each.includes('XIA190128J61'))).toEqual([]);
  });
});
