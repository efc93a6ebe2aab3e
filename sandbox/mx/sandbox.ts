import type { KeyObject } from 'node:crypto';
import { makeKeyPair } from '../certificates/authority.ts';
import { makeTestTaxpayer } from '../certificates/index.ts';
import type { Sandbox, SandboxOptions, TestMaterial } from '../sandbox.ts';
import { planOf } from './fault-plan.ts';
import { faults } from './faults.ts';
import { operations } from './operations.ts';
import { startPac } from './pac.ts';

const credentials = { username: 'integrator@example.com', password: 'sandbox-password' };
const DAY = 24 * 3_600_000;
const YEAR = 365 * DAY;

/**
 * Both PACs and SAT as a sandbox: `url` of the PAC with SOAP, `restUrl` of the one with REST, `satUrl` of SAT's
 * ConsultaCFDIService; `user` and `password` are good at both PACs, `token` at the one with REST. Certificates are for the
 * taxpayers of the sandbox's time.
 */
export const mx: Sandbox = {
  faults,
  operations,
  async start(options: SandboxOptions = {}) {
    const { faults: asked = [], clock = () => new Date(), ...rest } = options;
    const pac = await startPac({ ...rest, clock, credentials, fault: asked.map(planOf) });
    return {
      facts: {
        url: pac.url,
        restUrl: pac.url,
        satUrl: `${pac.url}/ConsultaCFDIService.svc`,
        user: credentials.username,
        password: credentials.password,
        token: pac.token,
      },
      requests: () => pac.requests.length,
      material: (name) => materialFor(name, clock()),
      materials: Object.keys(validity).map((kind) => `${kind}:RFC`),
      close: pac.close,
    };
  },
};

/** One key serves all test taxpayers of a process: making one takes longer than everything else. */
let key: KeyObject | undefined;

/** `taxpayer:RFC` is valid, `expired:RFC` was, `future:RFC` will be, `fiel:RFC` is not a CSD. */
function materialFor(name: string, now: Date): TestMaterial | undefined {
  const today = new Date(now.getTime() - (now.getTime() % DAY));
  const called = `${name} of ${today.toISOString()}`;
  const material = made.get(called) ?? makeMaterial(name, today);
  if (material) made.set(called, material);
  return material;
}

/** What a process has made, by name and day: its encryption costs as much as all else that a sandbox begins with. */
const made = new Map<string, TestMaterial>();

function makeMaterial(name: string, now: Date): TestMaterial | undefined {
  const [kind = '', rfc] = name.split(':');
  const [from, until] = validity[kind] ?? [];
  if (rfc === undefined || from === undefined || until === undefined) return undefined;
  key ??= makeKeyPair('rsa').privateKey;
  const taxpayer = makeTestTaxpayer({
    rfc,
    name: rfc,
    kind: kind === 'fiel' ? 'fiel' : 'csd',
    privateKey: key,
    notBefore: new Date(now.getTime() + from * YEAR),
    notAfter: new Date(now.getTime() + until * YEAR),
  });
  return { pfx: taxpayer.pfx('test', 'modern'), password: 'test' };
}

/** Years from now. */
const validity: Readonly<Record<string, readonly [number, number]>> = {
  taxpayer: [-1, 3],
  expired: [-4, -0.1],
  future: [0.1, 4],
  fiel: [-1, 3],
};
