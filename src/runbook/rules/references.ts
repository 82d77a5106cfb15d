import type { Runbook } from '../../model/runbook.ts';
import { outcomesOf } from '../branches.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import type { Rule } from './rule.ts';

/** Findings, notes and advice that are named exist. */
export const references: Rule = {
  name: 'unknown-reference',
  says: 'A finding, a note or advice that is named is declared in the same runbook.',
  check({ runbook }) {
    return referencesIn(runbook)
      .filter(({ section, name }) => !Object.hasOwn(runbook[section], name))
      .map(({ section, name, path }) => ({
        path,
        on: 'value',
        message: `there is no ${WORDS[section]} "${name}"${suggestion(name, Object.keys(runbook[section]))}`,
      }));
  },
};

const WORDS = { findings: 'finding', notes: 'note', advice: 'advice' };

/** A place that names a finding, a note or advice. */
export interface Reference {
  readonly section: 'findings' | 'notes' | 'advice';
  readonly name: string;
  readonly path: Path;
}

/** Every such place of a runbook. */
export function referencesIn(runbook: Runbook): readonly Reference[] {
  const outcomes = runbook.steps.flatMap((step, index) => outcomesOf(step, index));
  const byBranch = outcomes.flatMap(({ path, branch }) => [
    ...one('findings', branch.finding, [...path, 'finding']),
    ...one('notes', branch.note, [...path, 'note']),
    ...adviceIn(branch.advise ?? [], [...path, 'advise']),
  ]);
  const byFinding = Object.entries(runbook.findings).flatMap(([code, { advice }]) =>
    adviceIn(advice, ['findings', code, 'advice']),
  );
  return [...byBranch, ...byFinding];
}

function adviceIn(ids: readonly string[], path: Path): readonly Reference[] {
  return ids.flatMap((id, index) => one('advice', id, [...path, index]));
}

function one(section: Reference['section'], name: string | undefined, path: Path): readonly Reference[] {
  return name === undefined ? [] : [{ section, name, path }];
}
