export { canonicalText } from './canonical.ts';
export type { CanonicalForm, Subtree } from './form.ts';
