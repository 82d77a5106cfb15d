import type { Probe, ProbeResult } from '../model/probe.ts';
import { REDACTED, redactText } from '../text/redact.ts';
import { entry, list, named, podSpecOf, text } from './read.ts';

/** What is known of the variables of a container without reading a Secret. */
export const containerEnvironment: Probe = {
  name: 'container-environment',
  computes:
    'Where a container has each of some variables from, and the value of those that are written out and no secret.',
  params: {
    object: { is: 'object', means: 'a pod, or a workload with a template' },
    container: { is: 'text', means: 'the name of the container' },
    names: { is: 'list', means: 'the variables that are asked about' },
  },
  returns: {
    values: 'the value by name; empty where it is not written out, or could be a secret',
    sources:
      '`value`, `secret`, `configmap`, `field`, `absent`, or `unclear` where whole objects bring variables (envFrom), by name',
    places: 'the Secret or ConfigMap that it comes from, by name; empty for the others',
    keys: 'the key of it, by name; empty for the others',
    words: 'the same in words, by name: `Secret coder-db-url, key url`',
    given: 'the names of those that are set (list)',
    open: 'whether whole objects bring variables whose names are not known (envFrom)',
  },
  run({ object, container, names }): ProbeResult | undefined {
    const spec = podSpecOf(object);
    const own = named(entry(spec, 'containers'), text(container));
    if (own === undefined) return undefined;
    const open = list(entry(own, 'envFrom')).length > 0;
    const rows = list(names).map((name) => originOf(own, text(name), open));
    const by = (read: (row: Origin) => string): Readonly<Record<string, string>> =>
      Object.fromEntries(rows.map((row) => [row.name, read(row)]));
    return {
      values: by(({ value }) => value),
      sources: by(({ source }) => source),
      places: by(({ place }) => place),
      keys: by(({ key }) => key),
      words: by(wordsOf),
      given: rows.filter(({ source }) => source !== 'absent' && source !== 'unclear').map(({ name }) => name),
      open,
    };
  },
};

interface Origin {
  readonly name: string;
  readonly source: 'value' | 'secret' | 'configmap' | 'field' | 'absent' | 'unclear';
  readonly value: string;
  readonly place: string;
  readonly key: string;
}

/** Of two entries of one name the last counts (EnvVar, core/v1). */
function originOf(container: unknown, name: string, open: boolean): Origin {
  const nothing = { name, value: '', place: '', key: '' };
  const own = list(entry(container, 'env')).findLast((each) => text(entry(each, 'name')) === name);
  if (own === undefined) return { ...nothing, source: open ? 'unclear' : 'absent' };
  const from = entry(own, 'valueFrom');
  if (from === undefined) return { ...nothing, source: 'value', value: shown(name, text(entry(own, 'value'))) };
  const secret = entry(from, 'secretKeyRef');
  const configmap = entry(from, 'configMapKeyRef');
  const reference = secret ?? configmap;
  if (reference === undefined) return { ...nothing, source: 'field' };
  const [place, key] = [text(entry(reference, 'name')), text(entry(reference, 'key'))];
  return { ...nothing, source: secret === undefined ? 'configmap' : 'secret', place, key };
}

/** A value whose name or form is that of a secret is not handed on, not even a part of it. */
function shown(name: string, value: string): string {
  const told = redactText(`${name}=${value}`);
  return told === `${name}=${value}` && !told.includes(REDACTED) ? value : '';
}

function wordsOf({ source, place, key, value }: Origin): string {
  if (source === 'secret') return `Secret ${place}, key ${key}`;
  if (source === 'configmap') return `ConfigMap ${place}, key ${key}`;
  return source === 'value' ? value : '';
}
