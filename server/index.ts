export { type Access, type AccessConfig, hashOf, newKey, openAccess } from './access/index.ts';
export { type RunningServer, type ServerOptions, startServer } from './server.ts';
