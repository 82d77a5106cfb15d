import type { Runbook } from '../../model/runbook.ts';
import { ENDINGS } from '../branches.ts';
import type { Flaw, Rule } from './rule.ts';

const RESERVED = ['answers', 'server', 'matched', 'state', 'item'];

/** One name means one thing. */
export const duplicateNames: Rule = {
  name: 'duplicate-name',
  says: 'Steps, the options of a question, and inputs, look-ups and derived values together have distinct names that are not built in.',
  check({ runbook }) {
    return [...valueFlaws(runbook), ...stepFlaws(runbook), ...optionFlaws(runbook)];
  },
};

function valueFlaws(runbook: Runbook): readonly Flaw[] {
  const sections = ['inputs', 'lookups', 'derive'] as const;
  const seen = new Map(RESERVED.map((name) => [name, 'a built-in name']));
  return sections.flatMap((section) =>
    Object.keys(runbook[section]).flatMap((name) => {
      const before = seen.get(name);
      seen.set(name, `in ${section} already`);
      return before === undefined
        ? []
        : [{ path: [section, name], on: 'key' as const, message: `"${name}" is ${before}` }];
    }),
  );
}

function stepFlaws(runbook: Runbook): readonly Flaw[] {
  const taken = new Set(['next', ...ENDINGS]);
  return runbook.steps.flatMap(({ step }, index) => repeated(taken, step, ['steps', index, 'step']));
}

function optionFlaws(runbook: Runbook): readonly Flaw[] {
  return runbook.steps.flatMap((step, index) => {
    const taken = new Set(['unknown']);
    if (!('ask' in step)) return [];
    return step.ask.flatMap(({ answer }, at) => repeated(taken, answer, ['steps', index, 'ask', at, 'answer']));
  });
}

function repeated(taken: Set<string>, name: string, path: Flaw['path']): readonly Flaw[] {
  if (taken.has(name)) return [{ path, on: 'value', message: `the name "${name}" is taken` }];
  taken.add(name);
  return [];
}
