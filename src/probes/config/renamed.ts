import { entry, field, list, record, text } from '../read.ts';
import type { ConfigKind, ConfigReference } from './references.ts';

/** What is put in place of what: a name, and perhaps one key of it. */
export interface Renaming {
  readonly kind: ConfigKind;
  readonly name: string;
  /** The key that is asked for; empty where the name is what is wrong. */
  readonly key: string;
  readonly meantName: string;
  readonly meantKey: string;
}

/**
 * The part of a pod's spec that refers to the thing by its right name, as a strategic merge patch: containers, variables
 * and volumes are merged by their names, other lists replace what is there, so they are repeated whole.
 */
export function renamedSpec(pod: unknown, references: readonly ConfigReference[], renaming: Renaming): unknown {
  const spec = field(pod, 'spec');
  const lists = ['initContainers', 'containers'].flatMap((where) => {
    const changed = list(entry(spec, where)).flatMap((container) => {
      const own = references.filter((each) => each.list === where && each.container === text(entry(container, 'name')));
      return own.length === 0 ? [] : [renamedContainer(container, own, renaming)];
    });
    return changed.length === 0 ? [] : [[where, changed] as const];
  });
  const volumes = list(entry(spec, 'volumes')).flatMap((volume) => {
    const isIt = references.some(({ how, at }) => isVolume(how) && at === text(entry(volume, 'name')));
    return isIt ? [renamedVolume(volume, renaming)] : [];
  });
  return Object.fromEntries([...lists, ...(volumes.length === 0 ? [] : [['volumes', volumes] as const])]);
}

function isVolume(how: ConfigReference['how']): boolean {
  return how === 'volume' || how === 'projected';
}

function renamedContainer(container: unknown, own: readonly ConfigReference[], renaming: Renaming): unknown {
  const where = renaming.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
  const variables = own
    .filter(({ how }) => how === 'env')
    .map(({ at, keys }) => ({
      name: at,
      valueFrom: { [where]: { name: renaming.meantName, key: meantKey(keys[0] ?? '', renaming) } },
    }));
  const envFrom = list(entry(container, 'envFrom')).map((source) => renamedSource(source, renaming));
  return {
    name: text(entry(container, 'name')),
    ...(variables.length === 0 ? {} : { env: variables }),
    ...(own.some(({ how }) => how === 'envFrom') ? { envFrom } : {}),
  };
}

function renamedSource(source: unknown, { kind, name, meantName }: Renaming): unknown {
  const where = kind === 'Secret' ? 'secretRef' : 'configMapRef';
  const reference = entry(source, where);
  return text(entry(reference, 'name')) === name
    ? { ...record(source), [where]: { ...record(reference), name: meantName } }
    : source;
}

function renamedVolume(volume: unknown, renaming: Renaming): unknown {
  const isSecret = renaming.kind === 'Secret';
  const where = isSecret ? 'secret' : 'configMap';
  const name = text(entry(volume, 'name'));
  const sources = list(field(volume, 'projected.sources'));
  if (sources.length > 0) {
    const renamed = sources.map((source) =>
      text(field(source, `${where}.name`)) === renaming.name
        ? { ...record(source), [where]: renamedItems(entry(source, where), 'name', renaming) }
        : source,
    );
    return { name, projected: { sources: renamed } };
  }
  return { name, [where]: renamedItems(entry(volume, where), isSecret ? 'secretName' : 'name', renaming) };
}

/** Of a reference only what is renamed; its items are a list that replaces the one that is there. */
function renamedItems(reference: unknown, nameField: string, renaming: Renaming): unknown {
  const items = list(entry(reference, 'items')).map((item) => ({
    ...record(item),
    key: meantKey(text(entry(item, 'key')), renaming),
  }));
  const optional = entry(reference, 'optional');
  return {
    [nameField]: renaming.meantName,
    ...(items.length === 0 ? {} : { items }),
    ...(optional === undefined ? {} : { optional }),
  };
}

function meantKey(key: string, renaming: Renaming): string {
  return renaming.key !== '' && key === renaming.key ? renaming.meantKey : key;
}
