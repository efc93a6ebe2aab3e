export * from './certificates/index.ts';
export * from './mx/index.ts';
