import type { Probe, ProbeArgs, ProbeResult } from '../model/probe.ts';
import { entry, field, list, named, nameOf, text } from './read.ts';
import { isOwnedBy, isReady, labelsOf, revisionHash } from './scheduling/pods.ts';
import { byRevision, failedAtZero, previousOf } from './scheduling/replica-sets.ts';

/** Which pods of a workload are of the newest revision and which are of an older one. */
export const rolloutPods: Probe = {
  name: 'rollout-pods',
  computes: 'The revisions of a workload and the pods of each.',
  params: {
    workload: { is: 'object', means: 'A Deployment, StatefulSet, DaemonSet, ReplicaSet or Job.' },
    replicasets: { is: 'list', optional: true, means: 'ReplicaSets of the namespace; needed for a Deployment.' },
    pods: { is: 'list', means: 'Pods of the namespace.' },
    revisions: { is: 'list', optional: true, means: 'ControllerRevisions of the namespace; needed for a DaemonSet.' },
  },
  returns: {
    newest: 'Name of the newest ReplicaSet, or the update revision; empty when there is none.',
    newestSet: 'The newest ReplicaSet; null for other kinds.',
    previousSet: 'The ReplicaSet of the revision before, one with pods where there is one; null without any.',
    newPods: 'Pods of the newest revision.',
    oldPods: 'Pods of older revisions.',
    newReady: 'How many of the new pods are ready.',
    oldReady: 'How many of the old pods are ready.',
    failedSetAtZero:
      'The newest ReplicaSet if it is not the one in use and has no replicas, as a rollback leaves it; null otherwise.',
    images: 'The image of the main container by pod name.',
  },
  run: splitPods,
};

interface Split {
  readonly newest: string;
  readonly isNew: (pod: unknown) => boolean;
  readonly isOld: (pod: unknown) => boolean;
  readonly sets?: ProbeResult;
}

function splitPods(args: ProbeArgs): ProbeResult | undefined {
  const split = splitOf(args);
  if (split === undefined) return undefined;
  const newPods = list(args['pods']).filter(split.isNew);
  const oldPods = list(args['pods']).filter((pod) => !split.isNew(pod) && split.isOld(pod));
  return {
    newest: split.newest,
    newestSet: null,
    previousSet: null,
    failedSetAtZero: null,
    ...split.sets,
    newPods,
    oldPods,
    newReady: newPods.filter(isReady).length,
    oldReady: oldPods.filter(isReady).length,
    images: Object.fromEntries([...newPods, ...oldPods].map((pod) => [nameOf(pod), mainImage(pod)])),
  };
}

function splitOf({ workload, replicasets, revisions, pods }: ProbeArgs): Split | undefined {
  switch (entry(workload, 'kind')) {
    case 'Deployment':
      return Array.isArray(replicasets) ? splitDeployment(workload, list(replicasets), list(pods)) : undefined;
    case 'StatefulSet':
      return splitByHash(workload, text(field(workload, 'status.updateRevision')));
    case 'DaemonSet':
      return splitDaemonSet(workload, revisions);
    case 'ReplicaSet':
    case 'Job':
      return { newest: nameOf(workload), isNew: (pod) => isOwnedBy(pod, workload), isOld: () => false };
    default:
      return undefined;
  }
}

/** ReplicaSets are told apart by `deployment.kubernetes.io/revision`, which a rollback raises on the set it returns to. */
function splitDeployment(workload: unknown, replicaSets: readonly unknown[], pods: readonly unknown[]): Split {
  const sets = byRevision(replicaSets.filter((set) => isOwnedBy(set, workload)));
  const [newestSet = null, ...others] = sets;
  return {
    newest: nameOf(newestSet),
    isNew: (pod) => newestSet !== null && isOfSet(pod, newestSet),
    isOld: (pod) => others.some((set) => isOfSet(pod, set)),
    sets: {
      newestSet,
      previousSet: previousOf(others, (set) => pods.some((pod) => isOfSet(pod, set))),
      failedSetAtZero: newestSet === null ? null : failedAtZero(newestSet, others),
    },
  };
}

/** By owner; a pod without any owner reference (a copy that was cut down) by the hash that its ReplicaSet has as well. */
function isOfSet(pod: unknown, set: unknown): boolean {
  if (list(field(pod, 'metadata.ownerReferences')).length > 0) return isOwnedBy(pod, set);
  return revisionHash(set) !== '' && revisionHash(pod) === revisionHash(set);
}

function splitByHash(workload: unknown, hash: string): Split | undefined {
  if (hash === '') return undefined;
  return {
    newest: hash,
    isNew: (pod) => isOwnedBy(pod, workload) && revisionHash(pod) === hash,
    isOld: (pod) => isOwnedBy(pod, workload),
  };
}

/** A DaemonSet's status names no revision: the newest ControllerRevision does, or else the generation on the pods. */
function splitDaemonSet(workload: unknown, revisions: unknown): Split | undefined {
  const own = list(revisions).filter((revision) => isOwnedBy(revision, workload));
  const newest = own.toSorted((a, b) => Number(entry(b, 'revision') ?? 0) - Number(entry(a, 'revision') ?? 0))[0];
  if (newest !== undefined) return splitByHash(workload, revisionHash(newest));
  const annotations = field(workload, 'metadata.annotations');
  const generation = text(entry(annotations, 'deprecated.daemonset.template.generation'));
  if (generation === '') return undefined;
  return {
    newest: generation,
    isNew: (pod) => isOwnedBy(pod, workload) && entry(labelsOf(pod), 'pod-template-generation') === generation,
    isOld: (pod) => isOwnedBy(pod, workload),
  };
}

/** The container that kubectl would choose, or the first. */
function mainImage(pod: unknown): string {
  const containers = field(pod, 'spec.containers');
  const chosen = text(entry(field(pod, 'metadata.annotations'), 'kubectl.kubernetes.io/default-container'));
  return text(entry(named(containers, chosen) ?? list(containers)[0], 'image'));
}
