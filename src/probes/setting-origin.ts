import type { Probe } from '../model/probe.ts';
import { compareText, entry, field, list, named, nameOf, record, text } from './read.ts';

/** Where a container has a value from. No value is handed on: only the names of what holds it. */
interface Origin {
  readonly kind: 'env' | 'configmap' | 'arguments';
  readonly name: string;
  readonly key: string;
  readonly words: string;
}

/** Which variable, ConfigMap key or argument of a container holds a value, such as the name of a host (EnvVar, core/v1). */
export const settingOrigin: Probe = {
  name: 'setting-origin',
  computes: 'Which variable, argument or ConfigMap key of a container names a host, and which Secrets could.',
  params: {
    pod: { is: 'object', means: 'the pod' },
    container: { is: 'text', means: "the container's name" },
    value: { is: 'text', means: 'the host that it names' },
    configmaps: { is: 'list', optional: true, means: 'the ConfigMaps of the namespace' },
  },
  returns: {
    kind: '`env`, `configmap`, `arguments`; empty where nothing readable names it',
    name: 'the variable or the ConfigMap',
    key: 'the key of the ConfigMap; empty for the others',
    words: 'the same in words; empty where nothing readable names it',
    secrets: 'the Secrets that the container takes variables or files from, by name; nobody reads them here',
    secretWords: 'the same as one line; empty without any',
    configmaps: 'the ConfigMaps that it takes variables or files from, by name',
  },
  run({ pod, container, value, configmaps }) {
    const spec = containerOf(pod, text(container));
    if (spec === undefined || text(value) === '') return undefined;
    const origin = originsOf(spec, pod, list(configmaps), text(value))[0];
    const secrets = referenced(spec, pod, 'secret');
    return {
      kind: origin?.kind ?? '',
      name: origin?.name ?? '',
      key: origin?.key ?? '',
      words: origin?.words ?? '',
      secrets,
      secretWords: secrets.map((name) => `Secret ${name}`).join(', '),
      configmaps: referenced(spec, pod, 'configmap'),
    };
  },
};

function containerOf(pod: unknown, name: string): unknown {
  return ['containers', 'initContainers'].map((key) => named(field(pod, `spec.${key}`), name)).find(Boolean);
}

function originsOf(spec: unknown, pod: unknown, configmaps: readonly unknown[], value: string): readonly Origin[] {
  const holds = holderOf(value);
  const variables = list(field(spec, 'env'))
    .filter((each) => holds(text(entry(each, 'value'))))
    .map((each) => text(entry(each, 'name')))
    .map((name): Origin => ({ kind: 'env', name, key: '', words: `its variable ${name}` }));
  const wanted = referenced(spec, pod, 'configmap');
  const keys = configmaps.filter((each) => wanted.includes(nameOf(each))).flatMap((each) => keysHolding(each, holds));
  const isArgument = ['command', 'args'].some((key) => list(field(spec, key)).some((each) => holds(text(each))));
  const words = 'the arguments that it is started with';
  return [...variables, ...keys, ...(isArgument ? [{ kind: 'arguments' as const, name: '', key: '', words }] : [])];
}

function keysHolding(configmap: unknown, holds: (text: string) => boolean): readonly Origin[] {
  const name = nameOf(configmap);
  return Object.entries(record(field(configmap, 'data')))
    .filter(([, value]) => holds(text(value)))
    .map(([key]) => ({ kind: 'configmap', name, key, words: `key ${key} of ConfigMap ${name}` }));
}

/** The host as a word of its own: `db` does not stand in `dbase`, and `db.data` is another host. */
function holderOf(value: string): (text: string) => boolean {
  const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const word = new RegExp(String.raw`(?:^|[^A-Za-z0-9._-])${escaped}(?:$|[^A-Za-z0-9._-]|\.(?:$|[^A-Za-z0-9]))`, 'i');
  return (text) => word.test(text);
}

const FIELDS = {
  secret: { key: 'secretKeyRef', from: 'secretRef', volume: 'secret.secretName', projected: 'secret.name' },
  configmap: { key: 'configMapKeyRef', from: 'configMapRef', volume: 'configMap.name', projected: 'configMap.name' },
} as const;

function referenced(spec: unknown, pod: unknown, what: 'secret' | 'configmap'): readonly string[] {
  const { key, from, volume, projected } = FIELDS[what];
  const mounts = list(field(spec, 'volumeMounts')).map((each) => text(entry(each, 'name')));
  const volumes = list(field(pod, 'spec.volumes')).filter((each) => mounts.includes(text(entry(each, 'name'))));
  const names = [
    ...list(field(spec, 'env')).map((each) => text(field(each, `valueFrom.${key}.name`))),
    ...list(field(spec, 'envFrom')).map((each) => text(field(each, `${from}.name`))),
    ...volumes.map((each) => text(field(each, volume))),
    ...volumes.flatMap((each) => list(field(each, 'projected.sources')).map((one) => text(field(one, projected)))),
  ];
  return [...new Set(names.filter((name) => name !== ''))].toSorted(compareText);
}
