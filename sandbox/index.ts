import { mx } from './mx/sandbox.ts';
import { peppol } from './peppol/sandbox.ts';
import type { Sandbox } from './sandbox.ts';

export * from './certificates/index.ts';
export * from './mx/index.ts';
export * from './peppol/index.ts';
export type { RunningSandbox, Sandbox, SandboxFault, SandboxOptions, TestMaterial } from './sandbox.ts';

/** The local authorities, by the name that a case or a feature's `sandbox.yaml` gives. */
export const sandboxes: Readonly<Record<string, Sandbox>> = { mx, peppol };
