import { compile } from '../../expression/functions.ts';
import type { Runbook } from '../../model/runbook.ts';
import { suggestion } from '../suggest.ts';
import type { Rule, Subject } from './rule.ts';

/** Fields of the answer of the server query (model, ServerInfo). */
const SERVER_FIELDS = ['context', 'namespace', 'version', 'now'];

/** The fields of values whose shape is known exist. */
export const resultFields: Rule = {
  name: 'unknown-field',
  says: "A field of a probe's result, of server, of matched or of answers exists.",
  check(subject) {
    const shapes = shapesIn(subject);
    return subject.mentions.flatMap(({ text, fields }) =>
      fields.flatMap((use) => {
        const known = shapes.get(use.name);
        if (known === undefined || known.includes(use.field)) return [];
        const message = `${use.name} has no field "${use.field}"${suggestion(use.field, known)}`;
        return [{ path: text.path, on: 'value' as const, range: use, message }];
      }),
    );
  },
};

/** The fields by the name of the value; a value that is not here may have any. */
function shapesIn({ runbook, runbooks, probes }: Subject): ReadonlyMap<string, readonly string[]> {
  const shapes = new Map([
    ['server', SERVER_FIELDS],
    ['matched', matchedFields(runbook)],
    ['answers', [...runbooks.values()].flatMap(askedIn)],
  ]);
  for (const [name, derived] of Object.entries(runbook.derive)) {
    const probe = typeof derived === 'string' ? undefined : probes.get(derived.probe);
    if (probe !== undefined) shapes.set(name, Object.keys(probe.returns));
  }
  return shapes;
}

/** What a match step leaves behind: the class, the text, and the named groups of its patterns. */
function matchedFields(runbook: Runbook): string[] {
  const patterns = runbook.steps.flatMap((step) => ('match' in step ? step.patterns.map(({ is }) => is) : []));
  return ['class', 'text', ...patterns.flatMap(groupsOf)];
}

function groupsOf(pattern: string): readonly string[] {
  try {
    return Object.keys(compile(pattern).namedGroups());
  } catch {
    return [];
  }
}

function askedIn(runbook: Runbook): readonly string[] {
  return runbook.steps.flatMap((step) => ('ask' in step ? [step.step] : []));
}
