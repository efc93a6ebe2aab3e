export { type Access, type AccessConfig, openAccess } from './access.ts';
export { admit, callerOf } from './admit.ts';
export { hashOf, newKey } from './keys.ts';
export { mayUse, type Principal, type Scope } from './principal.ts';
