import type { Probe } from '../model/probe.ts';
import { parseTime } from '../text/time.ts';
import { referencesOf } from './config/references.ts';
import { compareText, entry, field, list, named, nameOf, namespaceOf, text } from './read.ts';

/** What pods run with that is not what stands there now: a lead, and no cause by itself. */
export const wiringLeads: Probe = {
  name: 'wiring-leads',
  computes:
    'Which workloads run one tag in several builds, and which ConfigMaps were changed after pods had read them as variables.',
  params: {
    pods: { is: 'list', means: 'the pods' },
    configMaps: { is: 'list', optional: true, means: 'the ConfigMaps, their metadata with managedFields' },
  },
  returns: {
    builds: 'one row per image that runs in several builds within one set of pods: owner, image, count',
    stale: 'one row per ConfigMap that is newer than what pods read of it: name, at, pods (names)',
  },
  run({ pods, configMaps }) {
    if (!Array.isArray(pods)) return undefined;
    const running = list(pods).filter((pod) => field(pod, 'status.phase') === 'Running');
    return { builds: buildsOf(running), stale: list(configMaps).flatMap((each) => staleOf(each, running)) };
  },
};

/** Images by owner and tag; the same digest under another registry is the same build. */
function buildsOf(pods: readonly unknown[]) {
  const builds = new Map<string, { readonly owner: string; readonly image: string; readonly ids: Set<string> }>();
  for (const pod of pods) {
    const owner = list(field(pod, 'metadata.ownerReferences')).find((each) => entry(each, 'controller') === true);
    if (owner === undefined) continue;
    for (const status of list(field(pod, 'status.containerStatuses'))) {
      const image = text(entry(named(field(pod, 'spec.containers'), text(entry(status, 'name'))), 'image'));
      const digest = /sha256:[0-9a-f]+$/.exec(text(entry(status, 'imageID')))?.[0];
      if (digest === undefined || image === '' || image.includes('@sha256:')) continue;
      const name = `${text(entry(owner, 'kind'))} ${namespaceOf(pod)}/${text(entry(owner, 'name'))}`;
      const key = `${name} ${image}`;
      const known = builds.get(key) ?? { owner: name, image, ids: new Set<string>() };
      known.ids.add(digest);
      builds.set(key, known);
    }
  }
  return [...builds.values()]
    .filter(({ ids }) => ids.size > 1)
    .map(({ owner, image, ids }) => ({ owner, image, count: ids.size }));
}

/** Variables are read once, when a container starts (Kubernetes documentation, "ConfigMaps"); volumes follow by themselves. */
function staleOf(configMap: unknown, pods: readonly unknown[]) {
  const at = lastWrite(configMap);
  const time = parseTime(at);
  if (time === undefined) return [];
  const behind = pods.filter(
    (pod) => namespaceOf(pod) === namespaceOf(configMap) && readBefore(pod, nameOf(configMap), time),
  );
  if (behind.length === 0) return [];
  return [{ name: nameOf(configMap), at, pods: behind.map(nameOf).toSorted(compareText) }];
}

function readBefore(pod: unknown, configMap: string, time: number): boolean {
  return referencesOf(pod).some(({ kind, name, how, container }) => {
    if (kind !== 'ConfigMap' || name !== configMap || (how !== 'env' && how !== 'envFrom')) return false;
    const status = named(field(pod, 'status.containerStatuses'), container);
    const started = parseTime(text(field(status, 'state.running.startedAt')));
    return started !== undefined && started < time;
  });
}

function lastWrite(object: unknown): string {
  const times = list(field(object, 'metadata.managedFields')).map((each) => text(entry(each, 'time')));
  return times.reduce((a, b) => (b > a ? b : a), '');
}
