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
    // Most of what a test runs, it runs for a second: V8 optimises what has run for twenty times longer than usual, and what is compiled
    // and parsed outlives its usual 16 MB of young objects. Together a fourth of the processor time less.
    execArgv: ['--interrupt-budget=1320000', '--min-semi-space-size=64', '--max-semi-space-size=64'],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['./test/setup/programs.ts', './test/setup/services.ts'],
    testTimeout: 30_000,
    reporters: ['default', './test/closing-line.ts'],
  },
}));
