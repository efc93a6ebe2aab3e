import { defineConfig } from 'vitest/config';
import { asBuilt } from './test/as-built.ts';
import LongestFirst from './test/longest-first.ts';

/** `npm test` says `--mode built`; without it the tests run on the sources as they stand. */
export default defineConfig(({ mode }) => ({
  plugins: mode === 'built' ? [asBuilt()] : [],
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    // One more than the processors that are there at least: some tests only wait, for a settle window or a pace.
    maxWorkers: 3,
    // What a test compiles and parses outlives V8's usual 16 MB of young objects: copied less often, it takes a fourteenth less
    // processor time.
    execArgv: ['--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./test/setup/programs.ts', './test/setup/services.ts'],
    testTimeout: 30_000,
    reporters: ['default', './test/closing-line.ts'],
  },
}));
