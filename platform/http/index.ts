export { type ClosableHttp, createHttp, type HttpOptions } from './create.ts';
export type { Resolve } from './resolve.ts';
