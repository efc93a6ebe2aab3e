import type { Store } from '../store.ts';

/** The paths of all files below a prefix, in lexical order: of one run or one day, never of a whole store. */
export async function filesIn(store: Store, prefix: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of store.list(prefix)) paths.push(path);
  return paths;
}
