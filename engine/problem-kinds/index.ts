import { businessDataKinds } from './business-data.ts';
import { callKinds } from './call.ts';
import { deploymentKinds } from './deployment.ts';
import { documentKinds } from './document.ts';
import { environmentKinds } from './environment.ts';
import { expressionKinds } from './expression.ts';
import { featureKinds } from './feature.ts';
import { generalKinds } from './general.ts';
import { inboundKinds } from './inbound.ts';
import { mappingKinds } from './mapping.ts';
import { overlayKinds } from './overlay.ts';
import { pageKinds } from './page.ts';
import { runKinds } from './run.ts';
import { serverKinds } from './server.ts';
import { signatureKinds } from './signature.ts';
import { vaultKinds } from './vault.ts';

export type { Blame, ProblemKind } from './kind.ts';

/**
 * The one table of problem codes: `docs/errors.md` is made from it, tests assert its keys.
 * A code never changes its meaning; a meaning that is gone takes its code along.
 */
export const problemKinds = {
  ...generalKinds,
  ...featureKinds,
  ...expressionKinds,
  ...overlayKinds,
  ...mappingKinds,
  ...pageKinds,
  ...deploymentKinds,
  ...businessDataKinds,
  ...runKinds,
  ...inboundKinds,
  ...serverKinds,
  ...environmentKinds,
  ...vaultKinds,
  ...signatureKinds,
  ...callKinds,
  ...documentKinds,
} as const;
