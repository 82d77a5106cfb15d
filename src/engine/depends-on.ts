import { RELATIONS, type Lookup, type Runbook } from '../model/runbook.ts';
import type { Expressions } from '../expression/expressions.ts';
import { namesInWords } from '../text/words.ts';

/** Whether a look-up or a derived value of a runbook needs one of some names, directly or through others. */
export function dependsOn(
  runbook: Runbook,
  expressions: Expressions,
  name: string,
  wanted: ReadonlySet<string>,
): boolean {
  const reached = new Set([name]);
  // What is added to a Set while it is walked is walked too.
  for (const each of reached) for (const need of needsOf(runbook, expressions, each)) reached.add(need);
  return [...reached].some((each) => wanted.has(each));
}

function needsOf(runbook: Runbook, expressions: Expressions, name: string): readonly string[] {
  const namesIn = (text: string | undefined): readonly string[] => {
    if (text === undefined) return [];
    const { free, states } = expressions.compile(text).names;
    return [...free, ...states];
  };
  const lookup = Object.hasOwn(runbook.lookups, name) ? runbook.lookups[name] : undefined;
  if (lookup !== undefined)
    return [...expressionsOf(lookup).flatMap(namesIn), ...wordsOf(lookup).flatMap(namesInWords)];
  const derived = Object.hasOwn(runbook.derive, name) ? runbook.derive[name] : undefined;
  if (derived === undefined) return [];
  return typeof derived === 'string' ? namesIn(derived) : Object.values(derived.with).flatMap(namesIn);
}

function expressionsOf(lookup: Lookup): readonly (string | undefined)[] {
  const { name, namespace, when, where, logs } = lookup;
  return [name, namespace, when, where, logs?.pod, logs?.container, ...RELATIONS.map((relation) => lookup[relation])];
}

function wordsOf({ labels = '', fields = '', run = [] }: Lookup): readonly string[] {
  return [labels, fields, ...run];
}
