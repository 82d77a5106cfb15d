import type { Probe } from '../model/probe.ts';
import { fieldWords, liveAt, refusedFields, type RefusedField, sameValue } from './admission/refused-fields.ts';
import { condition, entry, field, list, nameOf, text } from './read.ts';

/** Objects whose fields a new version of a chart may not change, held against what they are now. */
export const immutableFields: Probe = {
  name: 'immutable-fields',
  computes: 'Which fields of which objects cannot take the values of an upgrade, and what becomes of each object.',
  params: {
    text: { is: 'text', means: 'what Helm said, one refusal or several joined by ` && `' },
    objects: { is: 'list', optional: true, means: 'the objects that it names, as far as they could be seen' },
  },
  returns: {
    kinds: 'the kinds of the objects, each once',
    names: 'the names of the objects, each once',
    count: 'how many objects are named',
    objects: 'the objects in words, such as `Deployment web and Service web`',
    lines: 'one line per field: the object, the field, why it is refused, what it is and what was wanted',
    held: 'whether every object is there and none has the wanted value by now',
    settled: 'whether each object is gone or has the wanted value by now, so that the refusal is history',
    orphans:
      'the Deployments and StatefulSets among them that are there `{kind, name}`: they can be made anew around their pods',
    finished: 'the Jobs that have come to their end `{kind, name}`',
    unfinished: 'the Jobs that have not `{kind, name}`',
    plain: 'the StorageClasses and bindings of roles `{kind, name}`: nothing is in them but what the chart says',
    services: 'the Services `{kind, name}`',
    keeping: 'the claims `{kind, name}`: they hold data',
  },
  run({ text: said, objects }) {
    const refused = refusedFields(text(said));
    if (refused.length === 0) return undefined;
    const seen = refused.map((each) => ({ ...each, live: list(objects).find((one) => isNamed(one, each)) }));
    const of = (...kinds: readonly string[]): readonly Named[] =>
      once(seen.filter(({ kind, live }) => live !== undefined && kinds.includes(kind)));
    const jobs = seen.filter(({ kind, live }) => kind === 'Job' && live !== undefined);
    return {
      kinds: [...new Set(refused.map(({ kind }) => kind))],
      names: [...new Set(refused.map(({ name }) => name))],
      count: once(refused).length,
      objects: inWords(once(refused).map(({ kind, name }) => `${kind} ${name}`)),
      lines: seen.map(({ live, ...each }) => fieldWords(each, live)).join('\n'),
      held: seen.every(({ live, ...each }) => live !== undefined && !sameValue(each, live)),
      settled: seen.every(({ live, ...each }) => live === undefined || sameValue(each, live)),
      orphans: of('Deployment', 'StatefulSet'),
      finished: once(jobs.filter(({ live }) => isFinished(live))),
      unfinished: once(jobs.filter(({ live }) => !isFinished(live))),
      plain: of('StorageClass', 'RoleBinding', 'ClusterRoleBinding'),
      services: of('Service'),
      keeping: of('PersistentVolumeClaim'),
    };
  },
};

interface Named {
  readonly kind: string;
  readonly name: string;
}

function isNamed(object: unknown, { kind, name }: RefusedField): boolean {
  return text(entry(object, 'kind')) === kind && nameOf(object) === name && liveAt(object, '') !== undefined;
}

/** One object may be refused for several of its fields. */
function once(refused: readonly RefusedField[]): readonly Named[] {
  const names = new Map(refused.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }]));
  return [...names.values()];
}

function isFinished(job: unknown): boolean {
  const ended = ['Complete', 'Failed'].some((type) => text(entry(condition(job, type), 'status')) === 'True');
  return ended || text(field(job, 'status.completionTime')) !== '';
}

/** `a`, `a and b`, `a, b and c`. */
function inWords(names: readonly string[]): string {
  const [last, before] = [names.at(-1) ?? '', names.slice(0, -1)];
  return before.length === 0 ? last : `${before.join(', ')} and ${last}`;
}
