import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Every processor: the tests wait for nothing but each other.
  test: { maxWorkers: '100%', include: ['test/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
