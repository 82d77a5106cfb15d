import type { PatternSet } from '../model/log-pattern.ts';
import { toProblem } from './load.ts';
import { parseYaml } from './parse-yaml.ts';
import { sortProblems, type Problem } from './problem.ts';
import { patternComplaints } from './pattern-rules.ts';
import { asPatternSet, patternsSchema } from './schema-patterns.ts';
import { complaintsOf } from './shape-issue.ts';
import type { RunbookSource } from './source.ts';

/** A file of log patterns as it was loaded. */
export interface LoadedPatterns {
  readonly source: RunbookSource;
  /** Undefined where the file is no YAML or has not the shape. */
  readonly set: PatternSet | undefined;
  readonly problems: readonly Problem[];
}

/** Whether a file holds log patterns and no runbook: by its key, so that a broken one is told apart too. */
export function holdsPatterns(text: string): boolean {
  return /^patterns:/m.test(text) && !/^steps:/m.test(text);
}

/** Reads one file of log patterns and holds it against its rules. Never throws. */
export function loadPatterns(text: string, file: string): LoadedPatterns {
  const { source, value, problems } = parseYaml(text, file);
  if (problems.length > 0) return { source, set: undefined, problems };
  const shaped = patternsSchema.safeParse(value);
  if (!shaped.success) {
    const complaints = complaintsOf(shaped.error.issues, value, patternsSchema);
    return { source, set: undefined, problems: sortProblems(complaints.map((each) => toProblem(each, source))) };
  }
  const set = asPatternSet(shaped.data);
  const wrong = patternComplaints(set).map((complaint) => toProblem(complaint, source));
  return { source, set, problems: sortProblems(wrong) };
}

/** What is wrong with the files together: names that are taken. */
export function samePatternNames(loaded: readonly LoadedPatterns[]): readonly Problem[] {
  const seen = new Map<string, string>();
  return loaded.flatMap(({ set, source }) => {
    if (set === undefined) return [];
    const names = [
      { name: `file ${set.patterns}`, path: ['patterns'] },
      ...set.lines.map(({ name }, index) => ({ name, path: ['lines', index, 'name'] })),
    ];
    return names.flatMap(({ name, path }) => {
      const before = seen.get(name);
      seen.set(name, source.file);
      const message = `the name "${name.replace(/^file /, '')}" is taken in ${before ?? ''}`;
      return before === undefined ? [] : [toProblem({ path, on: 'value', message, rule: 'duplicate-pattern' }, source)];
    });
  });
}
