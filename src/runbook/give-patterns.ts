import type { PatternSet } from '../model/log-pattern.ts';
import type { Derived, Runbook } from '../model/runbook.ts';

/** The word that asks for every file of patterns. */
export const EVERY_PATTERN = 'all';

/** The runbooks with the log patterns that their probes ask for at hand. A name that there is no file of gives nothing. */
export function givePatterns(
  runbooks: ReadonlyMap<string, Runbook>,
  sets: readonly PatternSet[],
): ReadonlyMap<string, Runbook> {
  return new Map([...runbooks].map(([name, runbook]) => [name, asks(runbook) ? equipped(runbook, sets) : runbook]));
}

/** The log patterns that runbooks were given: those of a catalogue, for whoever has nothing but its runbooks. */
export function patternsGiven(runbooks: ReadonlyMap<string, Runbook>): readonly PatternSet[] {
  const given = [...runbooks.values()].flatMap(({ derive }) =>
    Object.values(derive).flatMap((derived) => (typeof derived === 'string' ? [] : (derived.given ?? []))),
  );
  return [...new Map(given.map((set) => [set.patterns, set])).values()];
}

function asks({ derive }: Runbook): boolean {
  return Object.values(derive).some((derived) => typeof derived !== 'string' && derived.patterns !== undefined);
}

function equipped(runbook: Runbook, sets: readonly PatternSet[]): Runbook {
  const derive = Object.entries(runbook.derive).map(([name, derived]) => [name, give(derived, sets)] as const);
  return { ...runbook, derive: Object.fromEntries(derive) };
}

function give(derived: Derived, sets: readonly PatternSet[]): Derived {
  if (typeof derived === 'string' || derived.patterns === undefined) return derived;
  const { patterns } = derived;
  return {
    ...derived,
    given: sets.filter((set) => patterns.includes(EVERY_PATTERN) || patterns.includes(set.patterns)),
  };
}
