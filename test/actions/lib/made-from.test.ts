import { expect, it } from 'vitest';
import { MadeFrom } from '../../../actions/lib/made-from.ts';
import { loadingOf } from '../loading.ts';

it('what was made from a file is there for every step of the same loading, and for no other file or loading', () => {
  const { loading, at } = loadingOf('{}', { files: { 'a.yaml': 'a: 1', 'b.yaml': 'b: 1' } });
  const [a, b] = ['a.yaml', 'b.yaml'].map((path) => loading.file(path, at));
  if (a === undefined || b === undefined) throw new Error('no files');
  const made = new MadeFrom<string>();
  made.set(a, loading, 'of a');
  expect(made.get(a, { ...loading, scope: {} })).toBe('of a');
  expect(made.get(b, loading)).toBeUndefined();
  expect(made.get(a, { ...loading, load: {} })).toBeUndefined();
});
