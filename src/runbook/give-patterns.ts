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
    Object.values(derive).flatMap((derived) =>
      typeof derived !== 'string' && 'probe' in derived ? (derived.given ?? []) : [],
    ),
  );
  return [...new Map(given.map((set) => [set.patterns, set])).values()];
}

function asks({ derive }: Runbook): boolean {
  return Object.values(derive).some(
    (derived) => typeof derived !== 'string' && 'probe' in derived && derived.patterns !== undefined,
  );
}

function equipped(runbook: Runbook, sets: readonly PatternSet[]): Runbook {
  const named = new Map(sets.map((set) => [set.patterns, set]));
  const names = [...named.keys()];
  const derive = Object.entries(runbook.derive).map(
    ([name, derived]) => [name, give(derived, names, (asked) => named.get(asked))] as const,
  );
  return { ...runbook, derive: Object.fromEntries(derive) };
}

/** A derived value with the patterns that its probe asks for, of all those that there are by name, in their order. */
export function give(
  derived: Derived,
  names: readonly string[],
  setOf: (name: string) => PatternSet | undefined,
): Derived {
  if (typeof derived === 'string' || !('probe' in derived) || derived.patterns === undefined) return derived;
  const { patterns } = derived;
  const asked = names.filter((name) => patterns.includes(EVERY_PATTERN) || patterns.includes(name));
  return { ...derived, given: asked.flatMap((name) => setOf(name) ?? []) };
}
