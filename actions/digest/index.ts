export { type DigestParameters, digestAction } from './digest.ts';
