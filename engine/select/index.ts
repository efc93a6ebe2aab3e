export { type Context, completed, notInForce, type Selected, type Selection, selectPipeline } from './select.ts';
