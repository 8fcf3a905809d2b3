import { defineConfig } from 'vitest/config';

// The rules alone, as Stryker runs them: no database, no tools, nothing to set up.
export default defineConfig({
  test: {
    include: ['src/domain/**/*.test.ts', 'test/domain/**/*.test.ts'],
    // Thousands of histories for each mutant would take hours; the stories are what must tell.
    exclude: ['**/properties.test.ts', '**/node_modules/**'],
  },
});
