import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('the schema and the generated documents are what the generator writes', () => {
  expect(execFileSync(process.execPath, ['scripts/generate.mjs', '--check'], { encoding: 'utf8' })).toBe('');
});
