import type { CheckSpec } from '../../model/check.ts';
import type { Runbook } from '../../model/runbook.ts';
import { WORKSHOP_INPUTS } from '../../model/workshop.ts';
import { own } from '../../text/own.ts';
import { suggestion } from '../suggest.ts';
import type { Flaw, Rule } from './rule.ts';

/** What `kubedoc workshop preflight` gives to a check is all that it can have, and two checks do not stand in one place. */
export const checks: Rule = {
  name: 'check',
  says: 'A check has no inputs but those of a workshop, thresholds (numbers that may be left out) and, across contexts, what other checks give; no two have the same order.',
  check({ runbook, runbooks }) {
    if (runbook.check === undefined) return [];
    return [...inputFlaws(runbook, runbook.check, runbooks), ...orderFlaws(runbook, runbook.check, runbooks)];
  },
};

function inputFlaws(runbook: Runbook, check: CheckSpec, runbooks: ReadonlyMap<string, Runbook>): readonly Flaw[] {
  const given = check.across === true ? valuesGiven(runbooks) : [];
  return Object.entries(runbook.inputs).flatMap(([name, { kind, optional }]) => {
    const known = own(WORKSHOP_INPUTS, name);
    if (known !== undefined && known.kind !== kind)
      return [flaw(name, `the input ${name} of a check is a ${known.kind}`)];
    if (known !== undefined || (given.includes(name) && kind === 'list')) return [];
    if (kind === 'number' && optional === true) return [];
    const names = [...Object.keys(WORKSHOP_INPUTS), ...given];
    return [flaw(name, `a preflight gives no ${kind} "${name}"${suggestion(name, names)}`)];
  });
}

function valuesGiven(runbooks: ReadonlyMap<string, Runbook>): readonly string[] {
  return [...runbooks.values()].flatMap(({ check }) => Object.keys(check?.gives ?? {}));
}

function orderFlaws({ name }: Runbook, { order }: CheckSpec, runbooks: ReadonlyMap<string, Runbook>): readonly Flaw[] {
  const other = [...runbooks.values()].find((one) => one.name !== name && one.check?.order === order);
  if (other === undefined) return [];
  return [{ path: ['check', 'order'], on: 'value', message: `"${other.name}" stands there already` }];
}

function flaw(input: string, message: string): Flaw {
  return { path: ['inputs', input], on: 'key', message };
}
