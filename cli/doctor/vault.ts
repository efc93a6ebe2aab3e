import { problemsOf } from '../../engine/index.ts';
import type { Environment } from '../../platform/environment/index.ts';
import type { Found } from './finding.ts';

/** Whether the vault lets us in. One that says that it has no such secret has. */
export async function lookAtVault({ vault }: Environment['ports']): Promise<Found> {
  const ok: Found = { state: 'ok', message: 'The vault answers.' };
  try {
    await vault.secret('timbre-doctor');
    return ok;
  } catch (thrown) {
    const [problem] = problemsOf(thrown);
    if (problem === undefined || problem.code === 'SECRET_MISSING') return ok;
    const { message, hint } = problem;
    return { state: 'problem', message, ...(hint === undefined ? {} : { hint }) };
  }
}
