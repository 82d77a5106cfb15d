import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PatternSet } from '../model/log-pattern.ts';
import type { Probe } from '../model/probe.ts';
import type { Runbook } from '../model/runbook.ts';
import { checkRunbooks } from './check.ts';
import { givePatterns } from './give-patterns.ts';
import { loadPatterns, samePatternNames } from './load-patterns.ts';
import { programProblems } from './load-program.ts';
import { loadRunbook } from './load.ts';
import { sortProblems, type Problem } from './problem.ts';

/** A folder of runbooks: those that have a shape, and everything that is wrong. */
export interface Catalogue {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** The log patterns of its folder `patterns`, by the names of the files. */
  readonly patterns: readonly PatternSet[];
  readonly problems: readonly Problem[];
  /** The text of every runbook by its file, to show problems in it. */
  readonly texts: ReadonlyMap<string, string>;
  /** The text of every file of log patterns. */
  readonly patternTexts: ReadonlyMap<string, string>;
  /** The text of every file about a program. */
  readonly programTexts: ReadonlyMap<string, string>;
}

/**
 * Loads and checks every `*.yaml` of a folder and of its folder `patterns`, by name, and checks those of its folder `programs`.
 * Throws where it cannot be read.
 */
export function loadCatalogue(folder: string, probes: ReadonlyMap<string, Probe>): Catalogue {
  const runbookTexts = textsIn(folder);
  const patternTexts = textsBelow(folder, 'patterns');
  const programTexts = textsBelow(folder, 'programs');
  const known = patternTexts.map(([file, text]) => loadPatterns(text, file));
  const patterns = known.flatMap(({ set }) => set ?? []);
  const loaded = runbookTexts.map(([file, text]) => loadRunbook(text, file));
  const runbooks = new Map(loaded.flatMap(({ runbook }) => (runbook === undefined ? [] : [[runbook.name, runbook]])));
  const problems = [
    ...programTexts.flatMap(([file, text]) => programProblems(text, file)),
    ...known.flatMap((each) => each.problems),
    ...samePatternNames(known),
    ...checkRunbooks(loaded, { probes, patterns }),
  ];
  return {
    runbooks: givePatterns(runbooks, patterns),
    patterns,
    problems: sortProblems(problems),
    texts: new Map(runbookTexts),
    patternTexts: new Map(patternTexts),
    programTexts: new Map(programTexts),
  };
}

/** Those of a folder that need not be there. */
function textsBelow(folder: string, name: string): ReturnType<typeof textsIn> {
  const inner = join(folder, name);
  return existsSync(inner) ? textsIn(inner) : [];
}

function textsIn(folder: string): readonly (readonly [file: string, text: string])[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names
    .sort()
    .map((name) => join(folder, name))
    .map((file) => [file, readFileSync(file, 'utf8')]);
}
