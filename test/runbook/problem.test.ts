import { describe, expect, it } from 'vitest';
import { formatProblem, sortProblems, type Problem } from '../../src/runbook/problem.ts';

const PROBLEM: Problem = { file: 'a.yaml', line: 2, column: 8, length: 4, message: 'no "podz"', rule: 'unknown-name' };

describe('formatProblem', () => {
  it('shows the line and marks the place', () => {
    expect(formatProblem(PROBLEM, 'one: 1\ntwo: (podz) > 1\n')).toBe(
      ['a.yaml:2:8: no "podz" [unknown-name]', '2 | two: (podz) > 1', '           ^~~~'].join('\n'),
    );
  });

  it('counts a tab as one column', () => {
    expect(formatProblem({ ...PROBLEM, column: 2, length: 1 }, '\n\tx')).toContain('2 |  x\n     ^');
  });

  it('says only what is wrong where there is no such line', () => {
    expect(formatProblem({ ...PROBLEM, line: 9 }, 'one: 1\n')).toBe('a.yaml:9:8: no "podz" [unknown-name]');
  });

  it('lets nothing through that drives a terminal, and keeps the mark below its word', () => {
    const shown = formatProblem({ ...PROBLEM, line: 1, column: 2, message: 'a\u001b[2Jb' }, '\u001bpodz\r\n');
    expect(shown).not.toContain('\u001b');
    const [, line = '', mark = ''] = shown.split('\n');
    expect(line.indexOf('podz')).toBe(mark.indexOf('^'));
  });
});

describe('sortProblems', () => {
  it('orders by file, line and column, and tells the same only once', () => {
    const at = (file: string, line: number, column: number): Problem => ({ ...PROBLEM, file, line, column });
    const sorted = sortProblems([at('b', 1, 1), at('a', 10, 1), at('a', 9, 5), at('a', 9, 4), at('a', 10, 1)]);
    expect(sorted.map(({ file, line, column }) => `${file}${String(line)}.${String(column)}`)).toEqual([
      'a9.4',
      'a9.5',
      'a10.1',
      'b1.1',
    ]);
  });
});
