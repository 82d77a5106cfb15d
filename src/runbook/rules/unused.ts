import type { Runbook } from '../../model/runbook.ts';
import { statesIn } from '../mentions.ts';
import { referencesIn } from './references.ts';
import type { Flaw, Rule, Subject } from './rule.ts';

/** What is declared is used. */
export const unused: Rule = {
  name: 'unused',
  says: 'Every finding, note, advice, look-up and derived value that is declared is used; a required look-up is used by being required.',
  check(subject) {
    const { runbook } = subject;
    return [
      ...sectionFlaws(runbook, 'findings', 'finding'),
      ...sectionFlaws(runbook, 'notes', 'note'),
      ...sectionFlaws(runbook, 'advice', 'advice'),
      ...valueFlaws(subject),
    ];
  },
};

function sectionFlaws(runbook: Runbook, section: 'findings' | 'notes' | 'advice', word: string): readonly Flaw[] {
  const used = new Set(referencesIn(runbook).flatMap((each) => (each.section === section ? [each.name] : [])));
  return Object.keys(runbook[section])
    .filter((name) => !used.has(name))
    .map((name) => ({ path: [section, name], on: 'key', message: `nothing leads to the ${word} "${name}"` }));
}

function valueFlaws({ runbook, mentions }: Subject): readonly Flaw[] {
  const used = new Set(
    mentions.flatMap((each) => [...each.names, ...statesIn(each).map(stateName)]).map(({ name }) => name),
  );
  const lookups = Object.keys(runbook.lookups).filter((name) => runbook.lookups[name]?.required !== true);
  return [
    ...lookups.filter((name) => !used.has(name)).map((name) => flaw('lookups', name, 'the look-up')),
    ...Object.keys(runbook.derive)
      .filter((name) => !used.has(name))
      .map((name) => flaw('derive', name, 'the derived value')),
  ];
}

function stateName({ field }: { readonly field: string }): { readonly name: string } {
  return { name: field };
}

function flaw(section: string, name: string, word: string): Flaw {
  return { path: [section, name], on: 'key', message: `nothing uses ${word} "${name}"` };
}
