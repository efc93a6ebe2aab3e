export { examine } from './examine.ts';
export type { Finding, Found } from './finding.ts';
export { lookAtHost } from './hosts.ts';
export { lookAtQueue } from './queue.ts';
export { lookAtStore } from './store.ts';
export { lookAtVault } from './vault.ts';
