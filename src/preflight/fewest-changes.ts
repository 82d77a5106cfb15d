import type { After, CheckResult, PlannedChange } from '../model/preflight.ts';
import type { Advice, Finding } from '../model/report.ts';
import { patchOf, type Patch } from './patches.ts';
import { failingFindings, fixOf, openFindings, ownerOf, toCheck, type Contacts, leftOpen } from './to-check.ts';
import { verdictOf } from './verdict.ts';
import type { WalkedCheck } from './walked-check.ts';

/** Walks all checks again as they will be with patches laid over the objects of some contexts. */
export type WalkAgain = (patches: ReadonlyMap<string, readonly Patch[]>) => Promise<readonly WalkedCheck[]>;

/** One fix that failing checks ask for. */
interface Fix {
  readonly context: string | null;
  readonly advice: Advice;
  readonly team: string;
  /** The ids of the checks. */
  readonly mends: readonly string[];
}

/**
 * The fewest changes found that leave no check failed, and what it comes to then. A change whose patch can be laid over its
 * object is computed: it counts only if the checks, walked again, fail for less. What is left is expected to help, because its
 * advice says so.
 */
export async function fewestChanges(
  walked: readonly WalkedCheck[],
  again: WalkAgain,
  contacts: Contacts,
): Promise<{ readonly changes: readonly PlannedChange[]; readonly after: After | null }> {
  const wanted = fixesOf(walked);
  if (!walked.some((one) => failingFindings(one).length > 0)) return { changes: [], after: null };
  const { kept, then } = await neededOf(wanted.filter(hasPatch), again, walked);
  const computed = kept.map((fix) => planned(fix, 'computed', contacts));
  const { changes, after } = expectedChanges(then, contacts);
  return { changes: [...computed, ...changes], after };
}

/** The changes that failing checks ask for and that nobody can compute, and what it comes to when they have helped. */
export function expectedChanges(
  walked: readonly WalkedCheck[],
  contacts: Contacts,
): { readonly changes: readonly PlannedChange[]; readonly after: After } {
  const fixes = fixesOf(walked);
  // What only reads comes last: it mends nothing by itself.
  const changes = [...fixes.filter((fix) => !isLook(fix.advice)), ...fixes.filter((fix) => isLook(fix.advice))];
  return { changes: changes.map((fix) => planned(fix, 'expected', contacts)), after: afterOf(walked, contacts) };
}

function planned(fix: Fix, sure: PlannedChange['sure'], contacts: Contacts): PlannedChange {
  const { context, advice, team, mends } = fix;
  return { context, owner: ownerOf(advice, team, contacts), fix: advice, mends, sure };
}

/** Each fix once, with every check that asks for it. */
function fixesOf(walked: readonly WalkedCheck[]): readonly Fix[] {
  const byKey = new Map<string, Fix>();
  for (const one of walked)
    for (const finding of failingFindings(one)) {
      const advice = fixOf(finding);
      if (advice === null) continue;
      const key = keyOf(one.context, advice);
      const mends = [...new Set([...(byKey.get(key)?.mends ?? []), one.runbook.name])];
      byKey.set(key, { context: one.context, advice, team: one.runbook.check.team, mends });
    }
  return [...byKey.values()];
}

/** Whether nothing is mended by following an advice: there is none, or it only reads. */
function isLook(advice: Advice | null): boolean {
  return advice === null || advice.risk === 'reads';
}

/** Two checks may find the same cause; what is to be done then reads the same. */
function keyOf(context: string | null, { title, change, commands }: Advice): string {
  return JSON.stringify([context, change === null ? [title, commands] : [change.object, change.patch]]);
}

function hasPatch({ context, advice }: Fix): boolean {
  return context !== null && patchOf(advice) !== undefined;
}

/** Those without which more would fail, and the checks as they are with these alone. */
async function neededOf(
  fixes: readonly Fix[],
  again: WalkAgain,
  walked: readonly WalkedCheck[],
): Promise<{ readonly kept: readonly Fix[]; readonly then: readonly WalkedCheck[] }> {
  if (fixes.length === 0) return { kept: [], then: walked };
  let kept = fixes;
  let then = await again(patchesOf(kept));
  for (const fix of fixes.toReversed()) {
    const fewer = kept.filter((one) => one !== fix);
    const without = await again(patchesOf(fewer));
    if (failuresIn(without) > failuresIn(then)) continue;
    kept = fewer;
    then = without;
  }
  return { kept, then };
}

function patchesOf(fixes: readonly Fix[]): ReadonlyMap<string, readonly Patch[]> {
  const patches = new Map<string, readonly Patch[]>();
  for (const { context, advice } of fixes) {
    const patch = patchOf(advice);
    if (context !== null && patch !== undefined) patches.set(context, [...(patches.get(context) ?? []), patch]);
  }
  return patches;
}

function failuresIn(walked: readonly WalkedCheck[]): number {
  return walked.reduce((sum, one) => sum + failingFindings(one).length, 0);
}

/** What remains open when what is expected to help has helped. */
function afterOf(walked: readonly WalkedCheck[], contacts: Contacts): After {
  const results = walked.map((one) => ({
    id: one.runbook.name,
    context: one.context,
    result: resultAfter(one, contacts),
  }));
  return {
    verdict: verdictOf(results.map(({ result }) => result)),
    open: results.filter(({ result }) => result !== 'pass' && result !== 'not-applicable'),
  };
}

function resultAfter(walked: WalkedCheck, contacts: Contacts): CheckResult {
  const { report } = walked;
  const { result } = toCheck(walked, contacts);
  if (result !== 'fail' || report === null) return result;
  const failing = failingFindings(walked);
  if (failing.some((finding) => isLook(fixOf(finding)))) return 'fail';
  const left = report.findings.filter((finding) => !failing.includes(finding));
  const verdict = verdictWithout(openFindings(report), failing, leftOpen(report));
  return toCheck({ ...walked, report: { ...report, findings: left, verdict } }, contacts).result;
}

function verdictWithout(
  open: readonly Finding[],
  mended: readonly Finding[],
  unseen: boolean,
): 'problem' | 'incomplete' | 'healthy' {
  if (open.length > mended.length) return 'problem';
  return unseen ? 'incomplete' : 'healthy';
}
