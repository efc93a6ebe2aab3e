export { Lines } from './lines.ts';
export { readYaml } from './read.ts';
