import { findCycles } from '../cycles.ts';
import { statesIn, type Mentions } from '../mentions.ts';
import type { Rule, Subject } from './rule.ts';

/** No look-up or derived value waits for itself. */
export const valueCycles: Rule = {
  name: 'value-cycle',
  says: 'No look-up or derived value needs itself, directly or through others.',
  check(subject) {
    const needs = needsIn(subject);
    return findCycles([...needs.keys()], (name) => [...(needs.get(name) ?? [])]).map((cycle) => {
      const [name = ''] = cycle;
      const section = Object.hasOwn(subject.runbook.lookups, name) ? 'lookups' : 'derive';
      const message = `"${name}" waits for itself: ${[...cycle, name].join(' → ')}`;
      return { path: [section, name], on: 'key', message };
    });
  },
};

function needsIn({ runbook, mentions }: Subject): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map<string, Set<string>>();
  for (const name of [...Object.keys(runbook.lookups), ...Object.keys(runbook.derive)]) needs.set(name, new Set());
  for (const each of mentions) {
    const [section, owner] = each.text.path;
    if (section !== 'lookups' && section !== 'derive') continue;
    for (const name of namesIn(each)) if (needs.has(name)) needs.get(String(owner))?.add(name);
  }
  return needs;
}

function namesIn(mentions: Mentions): readonly string[] {
  return [...mentions.names.map(({ name }) => name), ...statesIn(mentions).map(({ field }) => field)];
}
