import type { Draft } from './draft.ts';
import type { Outcome } from './ending.ts';
import { isObject, keyOf, refOf } from './graph.ts';
import type { Scope } from './scope.ts';
import type { Walked } from './walked.ts';

/** The walk among those that have ended that was begun with equal inputs, objects being equal by name. */
export async function walkedBefore(scope: Scope): Promise<Walked | undefined> {
  const alike = scope.run.walked.get(await placeOf(scope)) ?? [];
  // Not all inputs may be there yet, and a walk waits for those that it needs alone: they are compared only if need be.
  if (alike.length === 0) return undefined;
  const inputs = await inputsOf(scope);
  for (const walked of alike) if ((await walked.inputs()) === inputs) return walked;
  return undefined;
}

/** Keeps a walk that has ended, with what was found on it. */
export async function keepWalked(scope: Scope, outcome: Outcome, drafts: readonly Draft[]): Promise<void> {
  const place = await placeOf(scope);
  const { walked: kept } = scope.run;
  // A guess that leads here weighs on whoever makes it, and not on those who come another way.
  const own = drafts.map((draft) => ({ ...draft, caps: [...draft.caps] }));
  kept.set(place, [...(kept.get(place) ?? []), { inputs: () => inputsOf(scope), outcome, drafts: own }]);
}

/**
 * Whether a walk of the same runbook about the same object is under way above: the cause leads back to where it came
 * from, and walking on would never end.
 */
export async function leadsBack(scope: Scope): Promise<boolean> {
  if (!isObject(await scope.subject())) return false;
  const place = await placeOf(scope);
  for (let above = scope.parent; above !== undefined; above = above.parent)
    if (above.runbook === scope.runbook && (await placeOf(above)) === place) return true;
  return false;
}

/** The runbook and what it is about. */
async function placeOf(scope: Scope): Promise<string> {
  return JSON.stringify([scope.runbook.name, digest(await scope.subject())]);
}

async function inputsOf(scope: Scope): Promise<string> {
  const inputs = await scope.settledInputs();
  return JSON.stringify(inputs.map((settled) => (settled.known ? [digest(settled.value)] : [])));
}

function digest(value: unknown): unknown {
  if (isObject(value)) return keyOf(refOf(value));
  return Array.isArray(value) ? value.map(digest) : value;
}
