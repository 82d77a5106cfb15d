import type { Runbook } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw } from './rule.ts';

/**
 * What is wrong with the inputs that another runbook is given: those that it does not have, and those that it needs and
 * does not get. `at` is where it is named; what it is given stands beside that, under `with`.
 */
export function inputFlaws(given: Readonly<Record<string, string>>, at: Path, other: Runbook): readonly Flaw[] {
  const known = Object.keys(other.inputs);
  const strange = Object.keys(given).filter((name) => !known.includes(name));
  const missing = Object.entries(other.inputs).filter(
    ([name, { optional }]) => optional !== true && !Object.hasOwn(given, name),
  );
  return [
    ...strange.map((name) => ({
      path: [...at.slice(0, -1), 'with', name],
      on: 'key' as const,
      message: `runbook ${other.name} has no input "${name}"${suggestion(name, known)}`,
    })),
    ...missing.map(([name, { kind }]) => ({
      path: at,
      on: 'value' as const,
      message: `runbook ${other.name} needs the input "${name}" (${kind})`,
    })),
  ];
}
