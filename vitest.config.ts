import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These take a minute and more: begun last, one of them would go on alone when everything else is done. */
const long = [
  /fuzz\/api/,
  /first-hour\/first-hour/,
  /journey\/cli/,
  /journey\/start/,
  /watch\/silence/,
  /victoria/,
  /journey\/drill/,
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = long.findIndex((pattern) => pattern.test(moduleId));
      return found === -1 ? long.length : found;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  test: {
    globalSetup: ['test/harness/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Most of the time a test waits: for a scrape, a page or a timer. Three keep two cores busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // What failed for want of a core passes when it is tried again, and is shown as such; what is broken fails twice.
    retry: 1,
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
