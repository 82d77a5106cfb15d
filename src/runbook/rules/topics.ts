import type { Runbook } from '../../model/runbook.ts';
import type { Topic } from '../../model/topic.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule } from './rule.ts';

/** What `kubedoc diagnose` gives to the runbook that tells what was changed (docs/writing-a-runbook.md, Leads). */
const OF_CHANGES: readonly string[] = ['onlyNamespace', 'since', 'workload'];

/** The runbooks that a topic names are there, and the one for its changes tells leads. */
export const topics: Rule = {
  name: 'topic',
  says: 'A runbook that a topic names exists; the one under changes has leads, and no inputs but those that it is given.',
  check({ runbook: { topic }, runbooks, unreadable }) {
    if (topic === undefined) return [];
    const known = (name: string | undefined): boolean => name === undefined || unreadable.has(name);
    return [
      ...(known(topic.named) ? [] : missing('named', topic.named ?? '', runbooks)),
      ...(known(topic.changes) ? [] : changesFlaws(topic.changes ?? '', runbooks)),
    ];
  },
};

function missing(key: keyof Topic, name: string, runbooks: ReadonlyMap<string, Runbook>): readonly Flaw[] {
  if (runbooks.has(name)) return [];
  return [flaw(key, `there is no runbook "${name}"${suggestion(name, [...runbooks.keys()])}`)];
}

function changesFlaws(name: string, runbooks: ReadonlyMap<string, Runbook>): readonly Flaw[] {
  const telling = runbooks.get(name);
  if (telling === undefined) return missing('changes', name, runbooks);
  if (telling.leads === undefined) return [flaw('changes', `"${name}" tells no leads`)];
  const strange = Object.entries(telling.inputs).filter(([input, { optional }]) => isStrange(input, optional));
  return strange.map(([input]) => flaw('changes', `"${name}" wants the input ${input}, which a topic does not give`));
}

function isStrange(input: string, optional: boolean | undefined): boolean {
  return optional !== true && !OF_CHANGES.includes(input);
}

function flaw(key: keyof Topic, message: string): Flaw {
  return { path: ['topic', key], on: 'value', message };
}
