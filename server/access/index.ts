export { type Access, type AccessConfig, openAccess } from './access.ts';
export { hashOf, newKey } from './keys.ts';
export { allows, mayUse, type Principal, type Scope, scopes } from './principal.ts';
