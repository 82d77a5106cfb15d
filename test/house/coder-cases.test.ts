import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { allStories } from '../stories/all.ts';
import { root } from '../support/shipped.ts';

interface Case {
  readonly case: number;
  readonly threads: readonly number[];
  readonly about: string;
  readonly stories?: readonly string[];
  readonly missing?: string;
}

const text = readFileSync(join(root, 'test', 'stories', 'coder-cases.yaml'), 'utf8');
const { cases } = parse(text) as { readonly cases: readonly Case[] };
const stories = new Map(allStories.map((story) => [story.folder.replace('test/scenarios/', ''), story]));

describe('the real cases of Coder', () => {
  it('are all there, each with its thread', () => {
    expect(cases.map((one) => one.case)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
    expect(cases.filter(({ threads, about }) => threads.length === 0 || about === '')).toEqual([]);
  });

  it.each(cases)('have a story that finds something, or say what is missing: $case, $about', (one) => {
    const { stories: named = [], missing = '' } = one;
    expect(named.filter((name) => !stories.has(name))).toEqual([]);
    expect(named.length > 0).toBe(missing === '');
    if (missing !== '') return;
    const findings = named.flatMap((name) => stories.get(name)?.expected.findings ?? []);
    expect(findings.length).toBeGreaterThan(0);
  });
});
