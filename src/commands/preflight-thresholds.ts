import type { PreflightIntent } from '../cli/preflight-command.ts';
import { UsageError } from '../model/errors.ts';
import type { Runbook } from '../model/runbook.ts';
import { WORKSHOP_INPUTS, type Workshop } from '../model/workshop.ts';
import type { Profile } from '../profile/load-profile.ts';
import { nearest } from '../text/similar.ts';

/**
 * The thresholds by the names of the inputs: those that were typed, then those of the profile. Throws `UsageError` for one
 * that no check has.
 */
export function thresholdsFor(
  { typed }: PreflightIntent,
  profile: Profile,
  runbooks: ReadonlyMap<string, Runbook>,
): Workshop['thresholds'] {
  const inputs = thresholdInputs(runbooks);
  const given = [
    ...profile.thresholds,
    ...Object.entries(typed.thresholds).map(([name, value]) => ({ name, value, place: '--threshold' })),
  ];
  const entries = given.map(({ name, value, place }) => {
    const input = inputs.get(name);
    if (input === undefined) throw unknownThreshold(name, place, [...inputs.keys()]);
    return [input, value] as const;
  });
  return Object.fromEntries(entries);
}

/** The numbers that may be left out among the inputs of checks, by their kebab-case names. */
function thresholdInputs(runbooks: ReadonlyMap<string, Runbook>): ReadonlyMap<string, string> {
  const checks = [...runbooks.values()].filter(({ check }) => check !== undefined);
  const inputs = checks.flatMap((runbook) =>
    Object.entries(runbook.inputs).flatMap(([name, { kind, optional }]) =>
      kind === 'number' && optional === true && !Object.hasOwn(WORKSHOP_INPUTS, name) ? [name] : [],
    ),
  );
  return new Map(inputs.toSorted().map((name) => [kebab(name), name]));
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function unknownThreshold(name: string, place: string, known: readonly string[]): UsageError {
  const meant = nearest(name, known);
  const hint = meant === undefined ? `thresholds: ${known.join(', ')}` : `did you mean ${meant}?`;
  return new UsageError(`${place}: no check has a threshold ${name}`, known.length === 0 ? undefined : hint);
}
