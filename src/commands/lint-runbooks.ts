import type { LintIntent } from '../cli/lint-command.ts';
import type { Runbook } from '../model/runbook.ts';
import { probes } from '../probes/index.ts';
import { checkRunbooks } from '../runbook/check.ts';
import { patternsGiven } from '../runbook/give-patterns.ts';
import { loadRunbook } from '../runbook/load.ts';
import { holdsPatterns, loadPatterns, samePatternNames } from '../runbook/load-patterns.ts';
import { formatProblem, sortProblems, type Problem } from '../runbook/problem.ts';
import { writeOut } from '../terminal/streams.ts';
import { EXIT } from './exit.ts';
import type { Io } from './io.ts';
import { readRunbookFiles, type RunbookFile } from './runbook-files.ts';

/** What `-o json` prints. Raised when a field changes its meaning. */
const JSON_FORMAT = 1;

/**
 * `kubedoc runbook lint`: prints every problem of the files with its place, and gives 2 where there is one, else 0. Throws
 * `UsageError` for a file that cannot be read.
 */
export async function lintRunbooks({ places, output }: LintIntent, io: Io): Promise<number> {
  const files = await readRunbookFiles(places, io.stdin);
  const problems = problemsOf(files, io.runbooks());
  const text = output === 'json' ? asJson(files, problems) : asText(files, problems);
  if ((await writeOut(io.stdout, text)) === 'failed') return EXIT.notWritten;
  return problems.length === 0 ? EXIT.fine : EXIT.usage;
}

function problemsOf(files: readonly RunbookFile[], runbooks: ReadonlyMap<string, Runbook>): readonly Problem[] {
  const known = files.filter(({ text }) => holdsPatterns(text)).map(({ name, text }) => loadPatterns(text, name));
  const loaded = files.filter(({ text }) => !holdsPatterns(text)).map(({ name, text }) => loadRunbook(text, name));
  const own = known.flatMap(({ set }) => set ?? []);
  const patterns = [...patternsGiven(runbooks), ...own];
  return sortProblems([
    ...known.flatMap(({ problems }) => problems),
    ...samePatternNames(known),
    ...checkRunbooks(loaded, { probes, runbooks, patterns }),
  ]);
}

function asJson(files: readonly RunbookFile[], problems: readonly Problem[]): string {
  return `${JSON.stringify({ format: JSON_FORMAT, files: files.map(({ name }) => name), problems }, null, 2)}\n`;
}

function asText(files: readonly RunbookFile[], problems: readonly Problem[]): string {
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  const told = problems.map((problem) => `${formatProblem(problem, texts.get(problem.file) ?? '')}\n\n`);
  return `${told.join('')}${countOf(files.length, 'runbook')}, ${countOf(problems.length, 'problem')}\n`;
}

function countOf(count: number, what: string): string {
  if (count === 0) return `no ${what}s`;
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
