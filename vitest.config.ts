import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: '.runtime/test-report.json' }]],
    projects: [
      {
        extends: true,
        test: {
          name: 'all',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/fault/**', 'test/timed/**', 'bench/**', '**/node_modules/**'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        // What is timed runs when nothing else does.
        extends: true,
        test: { name: 'timed', include: ['test/timed/**/*.test.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
