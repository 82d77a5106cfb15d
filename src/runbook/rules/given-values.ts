import type { GivenCall, Runbook } from '../../model/runbook.ts';
import type { Path } from '../source.ts';
import { suggestion } from '../suggest.ts';
import { inputFlaws } from './input-flaws.ts';
import type { Flaw, Rule, Subject } from './rule.ts';

/** A runbook leads somewhere by steps, or gives values to others; what is given comes from one that gives. */
export const givenValues: Rule = {
  name: 'gives',
  says: 'A runbook has steps, or it gives values and has nothing that only steps lead to; what a value is given by exists, gives values, gets its required inputs and no others, and does not need itself.',
  check(subject) {
    const calls = Object.entries(subject.runbook.derive).flatMap(([name, derived]) =>
      typeof derived !== 'string' && 'given-by' in derived
        ? [{ call: derived, path: ['derive', name, 'given-by'] }]
        : [],
    );
    return [...formFlaws(subject.runbook), ...calls.flatMap(({ call, path }) => callFlaws(call, path, subject))];
  },
};

/** What is only ever told of a walk. */
const OF_A_WALK = ['steps', 'topic', 'check', 'leads', 'escalation', 'observations', 'tables', 'timeline'] as const;

function formFlaws(runbook: Runbook): readonly Flaw[] {
  if (runbook.gives === undefined) return [];
  const stray = OF_A_WALK.find((key) => !isEmpty(runbook[key]));
  if (stray === undefined) return [];
  return [{ path: [stray], on: 'key', message: `"${stray}" means nothing in a runbook that gives values` }];
}

function isEmpty(part: unknown): boolean {
  return part === undefined || (typeof part === 'object' && part !== null && Object.keys(part).length === 0);
}

function callFlaws(call: GivenCall, path: Path, { runbook, runbooks, unreadable }: Subject): readonly Flaw[] {
  const name = call['given-by'];
  const other = runbooks.get(name);
  if (unreadable.has(name)) return [];
  const giving = [...runbooks.values()].filter(({ gives }) => gives !== undefined);
  if (other === undefined)
    return [
      flaw(
        path,
        `there is no runbook "${name}"${suggestion(
          name,
          giving.map((each) => each.name),
        )}`,
      ),
    ];
  if (other.gives === undefined) return [flaw(path, `runbook ${name} gives nothing: it is entered by a step`)];
  if (needs(name, runbooks).has(runbook.name)) return [flaw(path, `runbook ${name} needs what this one gives`)];
  return inputFlaws(call.with, path, other);
}

/** The runbooks whose values one needs, itself included. */
function needs(name: string, runbooks: ReadonlyMap<string, Runbook>): ReadonlySet<string> {
  const reached = new Set([name]);
  for (const each of reached) for (const next of giversOf(runbooks.get(each))) reached.add(next);
  return reached;
}

/** The runbooks that give a runbook values, by name. */
function giversOf(runbook: Pick<Runbook, 'derive'> | undefined): readonly string[] {
  return Object.values(runbook?.derive ?? {}).flatMap((derived) =>
    typeof derived !== 'string' && 'given-by' in derived ? [derived['given-by']] : [],
  );
}

function flaw(path: Path, message: string): Flaw {
  return { path, on: 'value', message };
}
