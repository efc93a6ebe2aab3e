import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    maxWorkers: 2,
    globalSetup: ['./test/setup/programs.ts', './test/setup/services.ts'],
    testTimeout: 30_000,
    reporters: ['default', './test/closing-line.ts'],
  },
});
