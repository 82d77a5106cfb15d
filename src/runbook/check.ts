import type { PatternSet } from '../model/log-pattern.ts';
import type { Probe } from '../model/probe.ts';
import type { Runbook } from '../model/runbook.ts';
import { patternsGiven } from './give-patterns.ts';
import { toProblem, type LoadedRunbook } from './load.ts';
import { sortProblems, type Problem } from './problem.ts';
import { RULES } from './rules/index.ts';
import type { Subject } from './rules/rule.ts';
import { typedTexts } from './typed.ts';

/** What runbooks may refer to besides each other. */
export interface Surroundings {
  readonly probes: ReadonlyMap<string, Probe>;
  /** Runbooks that are checked already, such as the shipped ones when somebody lints one of their own. */
  readonly runbooks?: ReadonlyMap<string, Runbook>;
  /** The log patterns that runbooks may ask for; those that the runbooks around were given where they are left out. */
  readonly patterns?: readonly PatternSet[];
}

/**
 * Holds loaded runbooks against the rules, each for itself and together as a catalogue. Gives the problems of loading
 * and those of the rules, in the order of files and lines; none means that the runbooks can be walked. A runbook that
 * is loaded takes the place of one of the same name among the surroundings.
 */
export function checkRunbooks(loaded: readonly LoadedRunbook[], surroundings: Surroundings): readonly Problem[] {
  const runbooks = new Map(surroundings.runbooks);
  for (const { runbook } of loaded) if (runbook !== undefined) runbooks.set(runbook.name, runbook);
  const unreadable = new Set(loaded.filter(({ runbook }) => runbook === undefined).map(({ name }) => name));
  const sets = surroundings.patterns ?? patternsGiven(runbooks);
  const around = { runbooks, unreadable, probes: surroundings.probes, patterns: sets.map((set) => set.patterns) };
  const problems = loaded.flatMap((each) => [
    ...each.problems,
    ...ruleProblems(each, around),
    ...sameName(each, loaded),
  ]);
  return sortProblems(problems);
}

function ruleProblems(
  { runbook, mentions, source }: LoadedRunbook,
  around: Omit<Subject, 'runbook' | 'mentions' | 'typed'>,
): readonly Problem[] {
  if (runbook === undefined) return [];
  const typed = typedTexts(runbook, mentions, around);
  const subject: Subject = { runbook, mentions, typed, ...around };
  return RULES.flatMap((rule) => rule.check(subject).map((flaw) => toProblem({ ...flaw, rule: rule.name }, source)));
}

function sameName({ runbook, source }: LoadedRunbook, loaded: readonly LoadedRunbook[]): readonly Problem[] {
  if (runbook === undefined) return [];
  const other = loaded.find((each) => each.runbook?.name === runbook.name && each.source !== source);
  if (other === undefined) return [];
  const message = `the name "${runbook.name}" is taken by ${other.source.file}`;
  return [toProblem({ path: ['name'], on: 'value', message, rule: 'duplicate-runbook' }, source)];
}
