import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One copy of graphql: vitest would load its ESM build for our code and the CommonJS one for its dependants.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    // Many tests wait more than they work; on two cores vitest itself would run one file at a time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The gate adds up this report.
    reporters: process.env.CI === undefined ? ['default'] : ['default', ['json', { outputFile: 'node_modules/.cache/vitest.json' }]],
  },
});
