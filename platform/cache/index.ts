export { compiledFolder } from './user.ts';
