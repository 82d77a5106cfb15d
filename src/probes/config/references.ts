import { entry, field, list, record, text } from '../read.ts';

/** Kinds that hold what a container is configured with. */
export type ConfigKind = 'ConfigMap' | 'Secret';

/** One place of a pod that refers to a ConfigMap or a Secret. */
export interface ConfigReference {
  readonly kind: ConfigKind;
  readonly name: string;
  /** The keys that are picked; none where all of them are taken. */
  readonly keys: readonly string[];
  /** Whether the pod does without it. */
  readonly optional: boolean;
  /** `containers` or `initContainers`; empty for what belongs to the whole pod. */
  readonly list: string;
  /** The container's name; empty likewise. */
  readonly container: string;
  readonly how: 'env' | 'envFrom' | 'volume' | 'projected' | 'pull';
  /** The name of the variable or the volume. */
  readonly at: string;
}

const CONTAINERS = ['initContainers', 'containers'] as const;

/** Everything of a pod that refers to a ConfigMap or Secret, in the order of its spec (EnvVar, EnvFromSource, Volume: core/v1). */
export function referencesOf(pod: unknown): readonly ConfigReference[] {
  const spec = field(pod, 'spec');
  return [
    ...CONTAINERS.flatMap((where) => list(entry(spec, where)).flatMap((container) => ofContainer(container, where))),
    ...list(entry(spec, 'volumes')).flatMap(ofVolume),
    ...list(entry(spec, 'imagePullSecrets')).flatMap((each) =>
      toReference('Secret', each, 'name', { how: 'pull', at: '' }),
    ),
  ];
}

interface Place {
  readonly how: ConfigReference['how'];
  readonly at: string;
  readonly list?: string;
  readonly container?: string;
  readonly keys?: readonly string[];
}

function ofContainer(container: unknown, where: string): readonly ConfigReference[] {
  const of = { list: where, container: text(entry(container, 'name')) };
  return [
    ...list(entry(container, 'env')).flatMap((variable) => {
      const from = entry(variable, 'valueFrom');
      const place = { ...of, how: 'env', at: text(entry(variable, 'name')) } as const;
      return both(from, 'secretKeyRef', 'configMapKeyRef', (ref) => ({
        ...place,
        keys: [text(entry(ref, 'key'))],
      }));
    }),
    ...list(entry(container, 'envFrom')).flatMap((source) =>
      both(source, 'secretRef', 'configMapRef', () => ({ ...of, how: 'envFrom', at: '' })),
    ),
  ];
}

function ofVolume(volume: unknown): readonly ConfigReference[] {
  const at = text(entry(volume, 'name'));
  const secret = toReference('Secret', entry(volume, 'secret'), 'secretName', {
    how: 'volume',
    at,
    keys: keysOf(entry(volume, 'secret')),
  });
  const configMap = toReference('ConfigMap', entry(volume, 'configMap'), 'name', {
    how: 'volume',
    at,
    keys: keysOf(entry(volume, 'configMap')),
  });
  const projected = list(field(volume, 'projected.sources')).flatMap((source) =>
    both(source, 'secret', 'configMap', (ref) => ({ how: 'projected', at, keys: keysOf(ref) })),
  );
  return [...secret, ...configMap, ...projected];
}

function both(
  holder: unknown,
  secret: string,
  configMap: string,
  place: (reference: unknown) => Place,
): readonly ConfigReference[] {
  return [
    ...toReference('Secret', entry(holder, secret), 'name', place(entry(holder, secret))),
    ...toReference('ConfigMap', entry(holder, configMap), 'name', place(entry(holder, configMap))),
  ];
}

function toReference(
  kind: ConfigKind,
  reference: unknown,
  nameField: string,
  place: Place,
): readonly ConfigReference[] {
  const name = text(entry(reference, nameField));
  if (name === '') return [];
  const { how, at, list: where = '', container = '', keys = [] } = place;
  const optional = record(reference)['optional'] === true || how === 'pull';
  return [{ kind, name, keys: keys.filter((key) => key !== ''), optional, list: where, container, how, at }];
}

function keysOf(reference: unknown): readonly string[] {
  return list(entry(reference, 'items')).map((item) => text(entry(item, 'key')));
}
