import type { Sandbox, SandboxOptions } from '../sandbox.ts';
import { startAccessPoint } from './access-point.ts';
import { faults, planOf } from './faults.ts';
import { operations } from './operations.ts';

/** A Peppol access point as a sandbox: `url`, `forgetfulUrl` of one that remembers no reference, and its `token`. */
export const peppol: Sandbox = {
  faults,
  operations,
  async start(options: SandboxOptions = {}) {
    const { faults: asked = [], ...rest } = options;
    const accessPoint = await startAccessPoint({ ...rest, faults: asked.map(planOf) });
    const { url, token } = accessPoint;
    return {
      facts: { url, forgetfulUrl: `${url}/forgetful`, token },
      requests: () => accessPoint.requests.length,
      material: () => undefined,
      materials: [],
      close: accessPoint.close,
    };
  },
};
