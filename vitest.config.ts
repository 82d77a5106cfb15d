import { defineConfig } from 'vitest/config';

import { HeaviestFirst } from './test/support/heaviest-first.ts';
import { programFiles } from './test/support/program-files.ts';

/** Folders whose tests share a process: they test functions without state, and to load these takes longer than to test them. */
const PARTS = ['cli', 'engine', 'expression', 'house', 'layout', 'probes', 'profile', 'render', 'runbook', 'text'];

const parts = PARTS.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  plugins: [programFiles],
  test: {
    // Every processor: the tests wait for nothing but each other.
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 60_000,
    sequence: { sequencer: HeaviestFirst },
    projects: [
      { extends: true, test: { name: 'parts', include: parts, isolate: false } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: parts } },
    ],
  },
});
