export { type ClosableHttp, createHttp, type HttpOptions } from './create.ts';
export { urlOf } from './listening.ts';
export type { Resolve } from './resolve.ts';
