import type { Probe, ProbeResult } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { referencesOf, type ConfigReference } from './config/references.ts';
import { compareText, entry, field, isRecord, list, nameOf, text } from './read.ts';

/** Which Secrets the pods of a workload are given, and when each was written last: by metadata alone. */
export const secretReferences: Probe = {
  name: 'secret-references',
  computes: 'Which Secrets a workload refers to and where, and, from their metadata, when each was written last.',
  params: {
    workload: { is: 'object', means: 'A workload with a template, or a pod.' },
    secrets: { is: 'list', optional: true, means: 'The Secrets that there are, their metadata.' },
  },
  returns: {
    rows:
      'One row per Secret, by name: name, places (variables and volumes, as one line), keys (those that are picked, as one line), ' +
      'there (whether it exists; null where Secrets were not looked at), written (when it was written last, RFC 3339; empty where not known).',
    names: 'Their names.',
    missing: 'The names of those that do not exist and are needed; empty where Secrets were not looked at.',
    oldest: 'When the one that was not written for longest was written, RFC 3339; empty where not known.',
  },
  run({ workload, secrets }): ProbeResult | undefined {
    if (!isRecord(workload)) return undefined;
    const pod = field(workload, 'spec.template') ?? workload;
    const all = referencesOf(pod).filter(({ kind, how }) => kind === 'Secret' && how !== 'pull');
    const names = [...new Set(all.map(({ name }) => name))].toSorted(compareText);
    const known = Array.isArray(secrets) ? list(secrets) : undefined;
    const rows = names.map((name) => rowOf(name, all, known));
    const needed = (name: string): boolean => all.some((each) => each.name === name && !each.optional);
    return {
      rows,
      names,
      missing: rows.filter(({ name, there }) => there === false && needed(name)).map(({ name }) => name),
      oldest: rows.flatMap(({ written }) => (written === '' ? [] : [written])).toSorted()[0] ?? '',
    };
  },
};

interface Row {
  readonly name: string;
  readonly places: string;
  readonly keys: string;
  readonly there: boolean | null;
  readonly written: string;
}

function rowOf(name: string, all: readonly ConfigReference[], known: readonly unknown[] | undefined): Row {
  const own = all.filter((each) => each.name === name);
  const object = known?.find((each) => nameOf(each) === name);
  return {
    name,
    places: [...new Set(own.map(({ how, at }) => (at === '' ? how : at)))].join(', '),
    keys: [...new Set(own.flatMap(({ keys }) => keys))].toSorted(compareText).join(', '),
    there: known === undefined ? null : object !== undefined,
    written: object === undefined ? '' : lastWrite(object),
  };
}

/** The API server keeps per writer when it wrote last (metadata.managedFields); without that the creation is what is known. */
function lastWrite(object: unknown): string {
  const times = list(field(object, 'metadata.managedFields')).map((each) => text(entry(each, 'time')));
  const known = times.filter((time) => parseTime(time) !== undefined).toSorted();
  return known.at(-1) ?? text(field(object, 'metadata.creationTimestamp'));
}
