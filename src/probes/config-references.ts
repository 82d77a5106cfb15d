import type { Probe } from '../model/probe.ts';
import { nearest } from '../text/similar.ts';
import { referencesOf, type ConfigReference } from './config/references.ts';
import { renamedSpec } from './config/renamed.ts';
import { compareText, field, isRecord, list, nameOf, record, text } from './read.ts';

/** Where a pod refers to a ConfigMap or Secret, and how it would refer to the one that was meant. */
export const configReferences: Probe = {
  name: 'config-references',
  computes:
    'Which variables and volumes of a pod refer to a ConfigMap or Secret (names and keys only), which name or key was meant, and the patch that says so.',
  params: {
    pod: { is: 'object', means: 'the pod' },
    kind: { is: 'text', means: '`ConfigMap` or `Secret`' },
    name: { is: 'text', means: 'the name that is referred to; empty where only the volume is known' },
    volume: { is: 'text', optional: true, means: 'the volume that picks the key, where nothing else says of what' },
    key: { is: 'text', optional: true, means: 'the key that is missing; empty where the object itself is' },
    objects: { is: 'list', optional: true, means: 'the ConfigMaps or Secrets that there are, their metadata' },
    content: { is: 'object', optional: true, means: 'the ConfigMap itself: its keys are read, never their values' },
  },
  returns: {
    name: 'the name; that of the volume where none was given',
    places: 'the places that need it, one line each; what is optional is not among them',
    placesText: 'the same as one line',
    keys: 'the keys that they pick, in order',
    found: 'whether any place needs it',
    meantName: 'the existing name that comes nearest; empty if none does',
    there:
      'the names that there are, at most twelve, in order, without those that Helm and the cluster make for themselves',
    hasKey: 'whether the ConfigMap has the key; null where it was not looked at',
    meantKey: 'its key that comes nearest, or its only one; empty if neither',
    keysThere: 'its keys as one line; empty where it was not looked at',
    patch:
      'the part of the pod spec that refers to what was meant, as JSON on one line; empty where nothing near is known',
  },
  run({ pod, kind, name, volume, key, objects, content }) {
    const of = text(kind);
    if (nameOf(pod) === '' || (of !== 'ConfigMap' && of !== 'Secret')) return undefined;
    const all = referencesOf(pod).filter((each) => each.kind === of);
    const wanted = text(name) || nameOfVolume(all, text(volume), text(key));
    if (wanted === '') return undefined;
    const needed = all.filter((each) => each.name === wanted && !each.optional && picks(each, text(key)));
    const near = nearestName(wanted, objects);
    const { hasKey, meantKey, keysThere } = keysOf(content, text(key));
    const meant = text(key) === '' ? { name: near.meantName, key: '' } : { name: wanted, key: meantKey };
    const isMeant = text(key) === '' ? near.meantName !== '' : meantKey !== '';
    const renaming = { kind: of, name: wanted, key: text(key), meantName: meant.name, meantKey: meant.key } as const;
    return {
      name: wanted,
      places: needed.map(placeText),
      placesText: needed.map(placeText).join(', '),
      keys: [...new Set(needed.flatMap((each) => each.keys))].toSorted(compareText),
      found: needed.length > 0,
      ...near,
      hasKey,
      meantKey,
      keysThere,
      patch: isMeant && needed.length > 0 ? JSON.stringify(renamedSpec(pod, needed, renaming)) : '',
    };
  },
};

/** The kubelet names the volume and the key, not the object that it is a key of. */
function nameOfVolume(references: readonly ConfigReference[], volume: string, key: string): string {
  const picking = references.filter((each) => each.at === volume && picks(each, key));
  return picking[0]?.name ?? '';
}

function picks({ keys }: ConfigReference, key: string): boolean {
  return key === '' || keys.includes(key);
}

function placeText({ how, at, container }: ConfigReference): string {
  if (how === 'env') return `variable ${at} of container ${container}`;
  return how === 'envFrom' ? `envFrom of container ${container}` : `volume ${at}`;
}

/** What Helm keeps its releases in, and the certificates that every namespace is given. */
const OF_NOBODY = /^(?:sh\.helm\.release\.v1\.|kube-root-ca\.crt$|istio-ca-root-cert$|openshift-service-ca\.crt$)/;
const MANY = 12;

function nearestName(
  wanted: string,
  objects: unknown,
): { readonly meantName: string; readonly there: readonly string[] } {
  const names = list(objects)
    .map(nameOf)
    .filter((each) => !OF_NOBODY.test(each))
    .toSorted(compareText);
  return { meantName: names.includes(wanted) ? '' : (nearest(wanted, names) ?? ''), there: names.slice(0, MANY) };
}

function keysOf(content: unknown, key: string) {
  if (!isRecord(content)) return { hasKey: null, meantKey: '', keysThere: '' };
  const keys = ['data', 'binaryData']
    .flatMap((part) => Object.keys(record(field(content, part))))
    .toSorted(compareText);
  const hasKey = keys.includes(key);
  const only = keys.length === 1 ? (keys[0] ?? '') : '';
  const meantKey = hasKey || key === '' ? '' : (nearest(key, keys) ?? only);
  return { hasKey, meantKey, keysThere: keys.length === 0 ? 'none' : keys.join(', ') };
}
