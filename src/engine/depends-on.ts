import { RELATIONS, type Lookup, type Runbook } from '../model/runbook.ts';
import type { Expressions } from '../expression/expressions.ts';
import { namesInWords } from '../text/words.ts';

/** A runbook never changes, so what it says is found out once, however often it is entered. */
const FOUND = new WeakMap<Runbook, Map<string, boolean>>();

/** The names whose values change while a walk goes on. */
const CHANGING: ReadonlySet<string> = new Set(['matched', 'answers']);

/** Whether a look-up or a derived value of a runbook needs a match or an answer, directly or through others. */
export function changes(runbook: Runbook, expressions: Expressions, name: string): boolean {
  const found = FOUND.get(runbook) ?? new Map<string, boolean>();
  FOUND.set(runbook, found);
  const before = found.get(name);
  if (before !== undefined) return before;
  const fresh = dependsOn(runbook, expressions, name, CHANGING);
  found.set(name, fresh);
  return fresh;
}

/** Whether a look-up or a derived value of a runbook needs one of some names, directly or through others. */
export function dependsOn(
  runbook: Runbook,
  expressions: Expressions,
  name: string,
  wanted: ReadonlySet<string>,
): boolean {
  if (!mentions(runbook, wanted)) return false;
  const reached = new Set([name]);
  // What is added to a Set while it is walked is walked too.
  for (const each of reached) for (const need of needsOf(runbook, expressions, each)) reached.add(need);
  return [...reached].some((each) => wanted.has(each));
}

/** What the look-ups and derived values of a runbook are made of, as one text. */
const said = new WeakMap<Runbook, string>();

/** Whether the names stand there at all: in most runbooks they do not, and then no expression has to be parsed to tell. */
function mentions(runbook: Runbook, wanted: ReadonlySet<string>): boolean {
  const text = said.get(runbook) ?? textOf(runbook);
  said.set(runbook, text);
  return [...wanted].some((each) => text.includes(each));
}

function textOf({ lookups, derive }: Runbook): string {
  const derived = Object.values(derive).map((each) => (typeof each === 'string' ? each : each.with));
  return JSON.stringify([lookups, derived]);
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
  const { name, namespace, when, where, logs, aws } = lookup;
  const asked = [aws?.at, aws?.each, ...Object.values(aws?.options ?? {})];
  const related = RELATIONS.map((relation) => lookup[relation]);
  return [name, namespace, when, where, logs?.pod, logs?.container, ...asked, ...related];
}

function wordsOf({ labels = '', fields = '', run = [] }: Lookup): readonly string[] {
  return [labels, fields, ...run];
}
