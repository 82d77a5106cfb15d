import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, named, podSpecOf, text } from './read.ts';

/** Which key of which ConfigMap or Secret a container has at one of some paths. */
export const mountedKey: Probe = {
  name: 'mounted-key',
  computes: 'Which key of a ConfigMap or Secret is mounted at the first of some paths where anything is mounted.',
  params: {
    object: { is: 'object', means: 'A workload with a template, or a pod.' },
    container: { is: 'text', means: 'The name of the container.' },
    paths: { is: 'list', means: 'The paths at which a program looks for a file, in its order.' },
    words: {
      is: 'text',
      optional: true,
      means: 'A text that names files; of these only one counts that comes out of a ConfigMap or Secret.',
    },
  },
  returns: {
    kind: '`ConfigMap`, `Secret`, `other` (another sort of volume) or `none` (nothing is mounted there).',
    name: 'The name of the ConfigMap or Secret; empty for the others.',
    key: 'Its key; empty for the others.',
    path: 'The path; empty with `none`.',
  },
  run: findKey,
};

interface Place {
  readonly kind: 'ConfigMap' | 'Secret' | 'other' | 'none';
  readonly name: string;
  readonly key: string;
}

const NOTHING: Place = { kind: 'none', name: '', key: '' };
const OTHER: Place = { kind: 'other', name: '', key: '' };

function findKey({ object, container, paths, words }: ProbeArgs): ProbeResult | undefined {
  const spec = podSpecOf(object);
  const own =
    named(entry(spec, 'containers'), text(container)) ?? named(entry(spec, 'initContainers'), text(container));
  if (own === undefined) return undefined;
  const sought = list(paths)
    .map(text)
    .map((path) => ({ ...placeAt(spec, own, path), path }));
  const spoken = pathsIn(text(words)).map((path) => ({ ...placeAt(spec, own, path), path }));
  const found =
    sought.find(({ kind }) => kind !== 'none') ?? spoken.find(({ kind }) => kind === 'ConfigMap' || kind === 'Secret');
  return { ...(found ?? { ...NOTHING, path: '' }) };
}

/** The absolute paths that a text names, without the full stop, the quotes or the line number behind them. */
function pathsIn(words: string): readonly string[] {
  const paths = words.match(/(?<![\w.:/-])\/[\w.@+-]+(?:\/[\w.@+-]+)*/g) ?? [];
  return paths.map((path) => path.replace(/\.+$/, ''));
}

/** The mount that lies nearest to the path holds it (core/v1, VolumeMount). */
function placeAt(spec: unknown, container: unknown, path: string): Place {
  const mounts = list(entry(container, 'volumeMounts')).filter((mount) => {
    const at = mountPath(mount);
    return path === at || path.startsWith(`${at}/`);
  });
  const mount = mounts.toSorted((one, other) => mountPath(other).length - mountPath(one).length)[0];
  if (mount === undefined) return NOTHING;
  const inside = path.slice(mountPath(mount).length + 1);
  const file = [text(entry(mount, 'subPath')), inside].filter((part) => part !== '').join('/');
  return keyIn(named(entry(spec, 'volumes'), text(entry(mount, 'name'))), file);
}

function mountPath(mount: unknown): string {
  return text(entry(mount, 'mountPath')).replace(/\/+$/, '');
}

function keyIn(volume: unknown, file: string): Place {
  const sources = [volume, ...list(field(volume, 'projected.sources'))].flatMap(sourcesOf);
  for (const source of sources) {
    const items = optionalItems(source.reference);
    const key = items === undefined ? file : (items.find((item) => item.path === file)?.key ?? '');
    if (key !== '' && !key.includes('/') && source.name !== '' && (items !== undefined || sources.length === 1))
      return { kind: source.kind, name: source.name, key };
  }
  // A volume without items has all keys of its object; which of them the path is, only its own name tells.
  return sources.length === 1 ? NOTHING : OTHER;
}

interface Source {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string;
  readonly reference: unknown;
}

function sourcesOf(holder: unknown): readonly Source[] {
  const configMap = entry(holder, 'configMap');
  const secret = entry(holder, 'secret');
  const secretName = text(entry(secret, 'secretName')) || text(entry(secret, 'name'));
  return [
    ...(configMap === undefined
      ? []
      : [{ kind: 'ConfigMap' as const, name: text(entry(configMap, 'name')), reference: configMap }]),
    ...(secret === undefined ? [] : [{ kind: 'Secret' as const, name: secretName, reference: secret }]),
  ];
}

function optionalItems(reference: unknown): readonly { readonly key: string; readonly path: string }[] | undefined {
  const items = entry(reference, 'items');
  if (!Array.isArray(items)) return undefined;
  return list(items).map((item) => ({ key: text(entry(item, 'key')), path: text(entry(item, 'path')) }));
}
