import { object, ownedBy, type Built, type Change } from '../../stories/build/build.ts';
import { suffixOf } from '../../stories/build/digest.ts';
import { fine } from './fates.ts';
import { later } from './moment.ts';
import { member, tell, WORKERS, type Expanded, type Workload } from './workload.ts';

/** A StatefulSet with its pods; `more` holds `serviceName` and the templates of its claims. */
export function expandStatefulSet(workload: Workload): Expanded {
  const { namespace, name, labels = {}, annotations = {}, replicas, selector, podLabels = {}, created } = workload;
  const fates = workload.fates ?? Array.from({ length: replicas }, () => fine());
  const revision = `${name}-${suffixOf(`${namespace}/${name}`, 10)}`;
  const shell = object({ apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name, created }, {});
  const members = fates.map((fate, index) =>
    member({
      workload,
      owner: shell,
      name: `${name}-${index}`,
      index,
      labels: {
        ...selector,
        ...podLabels,
        'apps.kubernetes.io/pod-index': String(index),
        'controller-revision-hash': revision,
        'statefulset.kubernetes.io/pod-name': `${name}-${index}`,
      },
      spec: { ...workload.spec, hostname: `${name}-${index}`, ...claimsOf(workload, `${name}-${index}`) },
      fate,
      born: later(created, 3600 + 20 * index),
    }),
  );
  const ready = members.filter(({ outcome }) => outcome.ready).length;
  const body: Change = {
    metadata: { generation: 1, ...(Object.keys(labels).length === 0 ? {} : { labels }), ...annotated(annotations) },
    spec: {
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      podManagementPolicy: 'OrderedReady',
      replicas,
      revisionHistoryLimit: 10,
      selector: { matchLabels: selector },
      template: { metadata: { labels: { ...selector, ...podLabels } }, spec: workload.spec },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...workload.more,
    },
    status: {
      observedGeneration: 1,
      availableReplicas: ready,
      collisionCount: 0,
      currentReplicas: members.length,
      currentRevision: revision,
      ...(ready > 0 ? { readyReplicas: ready } : {}),
      replicas: members.length,
      updateRevision: revision,
      updatedReplicas: members.length,
    },
  };
  const set = object({ apiVersion: 'apps/v1', kind: 'StatefulSet', namespace, name, created }, body);
  const told = tell(workload, members, fates);
  return { objects: [set, controllerRevision(shell, revision, created), ...told.objects], logs: told.logs };
}

function annotated(annotations: Readonly<Record<string, string>>): Change {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

function claimsOf(workload: Workload, pod: string): Change {
  const templates = (workload.more?.['volumeClaimTemplates'] ?? []) as readonly { metadata: { name: string } }[];
  const volumes = (workload.spec['volumes'] ?? []) as readonly Change[];
  const own = templates.map(({ metadata: { name } }) => ({
    name,
    persistentVolumeClaim: { claimName: `${name}-${pod}` },
  }));
  const subdomain = workload.more?.['serviceName'];
  return { volumes: [...own, ...volumes], ...(subdomain === undefined ? {} : { subdomain }) };
}

function controllerRevision(owner: Built, name: string, created: string): Built {
  const { namespace } = owner['metadata'] as { namespace: string };
  return object(
    { apiVersion: 'apps/v1', kind: 'ControllerRevision', namespace, name, created },
    { ...ownedBy(owner), revision: 1 },
  );
}

/** A DaemonSet with a pod on each worker. */
export function expandDaemonSet(workload: Workload): Expanded {
  const { namespace, name, labels = {}, selector, podLabels = {}, created, nodes = WORKERS } = workload;
  const fates = workload.fates ?? nodes.map((node) => fine(undefined, { node }));
  const hash = suffixOf(`${namespace}/${name}`, 10);
  const shell = object({ apiVersion: 'apps/v1', kind: 'DaemonSet', namespace, name, created }, {});
  const members = fates.map((fate, index) =>
    member({
      workload,
      owner: shell,
      name: `${name}-${suffixOf(`${name}/${index}`, 5)}`,
      index,
      labels: { ...selector, ...podLabels, 'controller-revision-hash': hash, 'pod-template-generation': '1' },
      spec: workload.spec,
      fate,
      born: later(created, 60),
    }),
  );
  const ready = members.filter(({ outcome }) => outcome.ready).length;
  const count = nodes.length;
  const set = object(
    { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace, name, created },
    {
      metadata: {
        generation: 1,
        ...(Object.keys(labels).length === 0 ? {} : { labels }),
        annotations: { 'deprecated.daemonset.template.generation': '1' },
      },
      spec: {
        revisionHistoryLimit: 10,
        selector: { matchLabels: selector },
        template: { metadata: { labels: { ...selector, ...podLabels } }, spec: workload.spec },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      },
      status: {
        currentNumberScheduled: count,
        desiredNumberScheduled: count,
        ...(ready > 0 ? { numberAvailable: ready } : {}),
        numberMisscheduled: 0,
        numberReady: ready,
        ...(count > ready ? { numberUnavailable: count - ready } : {}),
        observedGeneration: 1,
        updatedNumberScheduled: count,
      },
    },
  );
  const told = tell(workload, members, fates);
  const objects = [set, controllerRevision(shell, `${name}-${hash}`, created), ...told.objects];
  return { objects, logs: told.logs };
}
