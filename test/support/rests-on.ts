import { dependsOn } from '../../src/engine/depends-on.ts';
import { createExpressions } from '../../src/expression/expressions.ts';
import type { Derived, Lookup, Runbook } from '../../src/model/runbook.ts';
import { probes } from '../../src/probes/index.ts';
import { catalogue } from './shipped.ts';

const expressions = createExpressions(() => '');

/**
 * The kinds that a confirmed finding may have done without and not noticed: those that its conditions ask for, directly or
 * through what they name, by a way on which what is not known may be taken for what is not there.
 *
 * An expression that names something unknown is unknown itself, unless `&&`, `||` or `?:` settle it without, and then it is
 * true whatever the unknown would be; a probe without a required argument is unknown too. So a condition that holds
 * without a kind holds by right, but for three ways: `state.NAME`, which asks whether it was seen; an optional argument
 * of a probe, which is left out; and a runbook that gives values, which settles for itself what may be missing.
 */
export function mayMiss(code: string): readonly string[] {
  const runbook = [...catalogue.runbooks.values()].find(({ findings }) => Object.hasOwn(findings, code));
  if (runbook === undefined) return [];
  const conditions = (runbook.findings[code]?.confirmed ?? []).map(({ when }) => expressions.compile(when).names);
  const named = conditions.flatMap(({ free }) => free);
  const leaks = [...conditions.flatMap(({ states }) => states), ...leaksBehind(runbook, named)];
  return Object.entries(runbook.lookups)
    .filter(([lookup]) => leaks.some((name) => reaches(runbook, name, lookup)))
    .map(([, lookup]) => kindOf(lookup));
}

/** What stands at the far side of such a way, anywhere behind these names. */
function leaksBehind(runbook: Runbook, named: readonly string[]): readonly string[] {
  const isBehind = (behind: string): boolean => named.some((name) => reaches(runbook, name, behind));
  const derived = Object.entries(runbook.derive).map(([name, value]) => ({ name, leaks: leaksOf(value) }));
  const lookedUp = Object.entries(runbook.lookups).map(([name, value]) => ({ name, leaks: statesIn(value) }));
  return [...derived, ...lookedUp]
    .filter(({ name, leaks }) => leaks.length > 0 && isBehind(name))
    .flatMap(({ leaks }) => leaks);
}

function leaksOf(derived: Derived): readonly string[] {
  if (typeof derived === 'string') return expressions.compile(derived).names.states;
  const given = Object.entries(derived.with).map(([param, text]) => {
    const { free, states } = expressions.compile(text).names;
    return 'probe' in derived && !isOptional(derived.probe, param) ? states : [...free, ...states];
  });
  return given.flat();
}

function isOptional(name: string, param: string): boolean {
  return probes.get(name)?.params[param]?.optional === true;
}

/** A look-up is made of many small expressions, and of words. */
function statesIn(lookup: Lookup): readonly string[] {
  return [...JSON.stringify(lookup).matchAll(/\bstate\.(\w+)/g)].flatMap(([, name]) => name ?? []);
}

function reaches(runbook: Runbook, name: string, wanted: string): boolean {
  return name === wanted || dependsOn(runbook, expressions, name, new Set([wanted]));
}

function kindOf(lookup: Lookup): string {
  return lookup.list ?? lookup.get ?? (lookup.logs === undefined ? '' : 'pods/log');
}
