import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { builtValidators } from './built-validators.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}dist/cli`;

/**
 * dist/cli/main.js with Timbre's own modules, five hundred of them, in a few files: a command spends more time on finding
 * modules than on reading them; schemas that it would compile are compiled here. What Timbre depends on stays outside: those
 * packages come with their own files and licences.
 */
rmSync(`${folder}/bundled`, { recursive: true, force: true });
const build = await rolldown({
  input: `${root}cli/main.ts`,
  platform: 'node',
  external: /^(?![./]|validators:)/,
  plugins: [builtValidators()],
});
await build.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'bundled/[name].js' });
await build.close();
