import { escapeLine } from '../text/escape.ts';
import { picture } from './problem-picture.ts';

/** A complaint about a runbook file. Lines and columns count from 1, columns and lengths in UTF-16 code units. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How much of the line is meant. */
  readonly length?: number;
  readonly message: string;
  /** The rule that complains, kebab-case. */
  readonly rule: string;
}

/** The columns of a small terminal. */
const SCREEN = 80;

/**
 * A problem as people read it: `file:line:column: message [rule]`, then the line of the file with a caret below, cut to
 * 80 columns around it. `source` is the file's text. What would drive a terminal is escaped.
 */
export function formatProblem(problem: Problem, source: string): string {
  const { file, line, column, message, rule } = problem;
  const head = escapeLine(`${file}:${line}:${column}: ${message} [${rule}]`);
  const text = source.split(/\r?\n/)[line - 1];
  if (text === undefined || text.trim() === '') return head;
  return `${head}\n${picture(line, text, { start: column - 1, length: problem.length ?? 1 }, SCREEN)}`;
}

/** Problems in the order of files, lines and columns; the same complaint about the same place is told once. */
export function sortProblems(problems: readonly Problem[]): readonly Problem[] {
  const distinct = new Map(problems.map((problem) => [identityOf(problem), problem]));
  return [...distinct.values()].sort(compare);
}

function identityOf({ file, line, column, message, rule }: Problem): string {
  return JSON.stringify([file, line, column, message, rule]);
}

function compare(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
