import { condition, object, ownedBy, type Built, type Change } from '../../stories/build/build.ts';
import { suffixOf } from '../../stories/build/digest.ts';
import { deepMerge } from '../../stories/build/merge.ts';
import type { Fate } from './fate.ts';
import { fine } from './fates.ts';
import { ago, earliest, later, NOW } from './moment.ts';
import { seen } from './report-event.ts';
import { member, tell, type Expanded, type Member, type Workload } from './workload.ts';

type Texts = Readonly<Record<string, string>>;

function hashOf({ namespace, name, spec }: Workload): string {
  return suffixOf(`${namespace}/${name}/${JSON.stringify(spec)}`, 10);
}

/** How a pod of a Deployment's newest ReplicaSet is called. */
export function podNameOf(workload: Workload, index: number): string {
  const hash = hashOf(workload);
  return `${workload.name}-${hash}-${suffixOf(`${workload.name}/${hash}/${index}`, 5)}`;
}

/** A Deployment with its ReplicaSets and pods. */
export function expandDeployment(workload: Workload): Expanded {
  const { namespace, name, selector, podLabels = {}, replicas, spec, rollout, refusal, created } = workload;
  const fates = workload.fates ?? Array.from({ length: replicas }, () => fine());
  const labels = { ...selector, ...podLabels };
  const revision = workload.revision ?? 3;
  const hash = hashOf(workload);
  const oldHash = suffixOf(`${namespace}/${name}/before`, 10);
  const settledAt = workload.fates === undefined ? later(created, 3600) : later(created, 3600);
  const newAt = rollout?.at ?? earliest([...fates.flatMap((each) => each.created ?? []), settledAt], settledAt);
  const identity = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name, created };
  const shell = object(identity, {});
  const set = (setHash: string, at: string): Built =>
    object(
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name: `${name}-${setHash}`, created: at },
      ownedBy(shell),
    );
  const [newSet, oldSet] = [set(hash, later(newAt, -1)), set(oldHash, created)];
  const plan = (owner: Built, setHash: string, podSpec: Change) => (fate: Fate, index: number) =>
    member({
      workload,
      owner,
      name: `${name}-${setHash}-${suffixOf(`${name}/${setHash}/${index}`, 5)}`,
      index,
      labels: { ...labels, 'pod-template-hash': setHash },
      spec: podSpec,
      fate,
      born: later(newAt, index),
    });
  const current = fates.map(plan(newSet, hash, spec));
  const kept = Array.from({ length: rollout?.keeps ?? 0 }, () => fine(undefined, { created: later(created, 5) }));
  const former = kept.map((fate, index) => plan(oldSet, oldHash, rollout?.before ?? spec)(fate, index));
  const lacking = refusal?.(`${name}-${hash}-${suffixOf('refused', 5)}`);
  const sets = [
    describeSet(workload, newSet, { hash, revision, labels, spec, members: current, wants: replicas, lacking }),
    describeSet(workload, oldSet, {
      hash: oldHash,
      revision: revision - 1,
      labels,
      spec: rollout?.before ?? spec,
      members: former,
      wants: former.length,
    }),
  ];
  const told = [tell(workload, current, fates), tell(workload, former, kept)];
  const failed = lacking === undefined ? [] : [refused(newSet, lacking, newAt)];
  const grown = newAt > ago('10d') ? rolledEvents(shell, newSet, current, newAt) : [];
  return {
    objects: [
      describeDeployment(workload, { revision, current, former, newSet, newAt, lacking }),
      ...sets,
      ...told.flatMap(({ objects }) => objects),
      ...failed,
      ...grown,
    ],
    logs: Object.assign({}, ...told.map(({ logs }) => logs)) as Record<string, string>,
  };
}

function refused(set: Built, message: string, since: string): Built {
  const count = 18;
  return seen(set, {
    reason: 'FailedCreate',
    message: `Error creating: ${message}`,
    by: 'replicaset-controller',
    first: since,
    last: ago('6m12s'),
    count,
  });
}

function rolledEvents(deployment: Built, set: Built, members: readonly Member[], at: string): readonly Built[] {
  const { name } = set['metadata'] as { name: string };
  const scaled = `Scaled up replica set ${name} from 0 to ${Math.max(1, members.length)}`;
  return [
    seen(deployment, {
      reason: 'ScalingReplicaSet',
      type: 'Normal',
      by: 'deployment-controller',
      message: scaled,
      last: at,
    }),
    ...members.map(({ id }) =>
      seen(set, {
        reason: 'SuccessfulCreate',
        type: 'Normal',
        by: 'replicaset-controller',
        message: `Created pod: ${id.name}`,
        last: id.created,
      }),
    ),
  ];
}

interface SetPlan {
  readonly hash: string;
  readonly revision: number;
  readonly labels: Texts;
  readonly spec: Change;
  readonly members: readonly Member[];
  readonly wants: number;
  readonly lacking?: string | undefined;
}

function active(members: readonly Member[]): readonly Member[] {
  return members.filter(({ outcome }) => outcome.metadata?.['deletionTimestamp'] === undefined);
}

function describeSet(workload: Workload, set: Built, plan: SetPlan): Built {
  const { hash, revision, spec, wants, lacking } = plan;
  const members = active(plan.members);
  const labels = { ...plan.labels, 'pod-template-hash': hash };
  const ready = members.filter(({ outcome }) => outcome.ready).length;
  const replicas = lacking === undefined ? members.length : wants;
  const at = (set['metadata'] as { creationTimestamp: string }).creationTimestamp;
  return deepMerge(set, {
    metadata: {
      labels,
      generation: 1,
      annotations: {
        'deployment.kubernetes.io/revision': String(revision),
        'deployment.kubernetes.io/desired-replicas': String(workload.replicas),
        'deployment.kubernetes.io/max-replicas': String(workload.replicas + Math.ceil(workload.replicas / 4)),
      },
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...workload.selector, 'pod-template-hash': hash } },
      template: { metadata: { labels, ...annotated(workload.podAnnotations) }, spec },
    },
    status: {
      observedGeneration: 1,
      replicas: members.length,
      ...(members.length > 0 ? { fullyLabeledReplicas: members.length } : {}),
      ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
      ...(lacking === undefined
        ? {}
        : { conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', lacking, later(at, 1))] }),
    },
  });
}

function annotated(annotations: Texts | undefined): Change {
  return annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations };
}

interface DeploymentPlan {
  readonly revision: number;
  readonly current: readonly Member[];
  readonly former: readonly Member[];
  readonly newSet: Built;
  readonly newAt: string;
  readonly lacking?: string | undefined;
}

function describeDeployment(workload: Workload, plan: DeploymentPlan): Built {
  const { namespace, name, labels = {}, annotations = {}, replicas, selector, podLabels = {}, created } = workload;
  const { revision, lacking } = plan;
  const current = active(plan.current);
  const members = [...current, ...active(plan.former)];
  const ready = members.filter(({ outcome }) => outcome.ready).length;
  const missing = Math.max(0, Math.max(replicas, members.length) - ready);
  return object(
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name, created },
    {
      metadata: {
        generation: revision,
        ...(Object.keys(labels).length === 0 ? {} : { labels }),
        annotations: { 'deployment.kubernetes.io/revision': String(revision), ...annotations },
      },
      spec: {
        replicas,
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
        selector: { matchLabels: selector },
        strategy: workload.strategy ?? {
          type: 'RollingUpdate',
          rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' },
        },
        template: {
          metadata: { labels: { ...selector, ...podLabels }, ...annotated(workload.podAnnotations) },
          spec: workload.spec,
        },
      },
      status: {
        observedGeneration: revision,
        replicas: members.length,
        ...(current.length > 0 ? { updatedReplicas: current.length } : {}),
        ...(ready > 0 ? { readyReplicas: ready, availableReplicas: ready } : {}),
        ...(missing > 0 ? { unavailableReplicas: missing } : {}),
        conditions: [
          availability(workload, ready, members),
          ...(lacking === undefined
            ? []
            : [condition('ReplicaFailure', 'True', 'FailedCreate', lacking, later(plan.newAt, 1))]),
          progress(workload, plan, current),
        ],
      },
    },
    workload.more ?? {},
  );
}

function availability({ replicas, created }: Workload, ready: number, members: readonly Member[]): Change {
  const enough = ready >= replicas - Math.floor(replicas / 4);
  if (enough) {
    const message = 'Deployment has minimum availability.';
    return condition('Available', 'True', 'MinimumReplicasAvailable', message, later(created, 40));
  }
  const changes = members.flatMap(({ outcome }) =>
    ((outcome.status['conditions'] ?? []) as readonly Change[])
      .filter(({ type }) => type === 'Ready')
      .map((each) => each['lastTransitionTime'] as string),
  );
  const at = [...changes].sort().at(-1) ?? later(created, 3601);
  const message = 'Deployment does not have minimum availability.';
  return condition('Available', 'False', 'MinimumReplicasUnavailable', message, at);
}

function progress(workload: Workload, { newSet, newAt }: DeploymentPlan, current: readonly Member[]): Change {
  const { name } = newSet['metadata'] as { name: string };
  const whole = current.length >= workload.replicas && current.every(({ outcome }) => outcome.ready);
  if (whole || workload.rollout === undefined) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return condition('Progressing', 'True', 'NewReplicaSetAvailable', message, later(newAt, 30));
  }
  if (later(newAt, 601) > NOW) {
    return condition('Progressing', 'True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`, newAt);
  }
  const message = `ReplicaSet "${name}" has timed out progressing.`;
  return condition('Progressing', 'False', 'ProgressDeadlineExceeded', message, later(newAt, 601));
}
