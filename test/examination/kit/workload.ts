import { object, ownedBy, uidOf, type Built, type Change } from '../../stories/build/build.ts';
import { numberOf } from '../../stories/build/digest.ts';
import { deepMerge } from '../../stories/build/merge.ts';
import type { Fate, Outcome, PodId } from './fate.ts';
import { ago } from './moment.ts';
import { seen } from './report-event.ts';

type Texts = Readonly<Record<string, string>>;

/** Pods that something runs, and what becomes of each. */
export interface Workload {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  /** Of the object; its pods have `selector` and `podLabels`. */
  readonly labels?: Texts;
  readonly annotations?: Texts;
  readonly selector: Texts;
  readonly podLabels?: Texts;
  readonly podAnnotations?: Texts;
  readonly replicas: number;
  readonly spec: Change;
  readonly created: string;
  readonly strategy?: Change;
  readonly more?: Change;
  /** How many revisions there have been. */
  readonly revision?: number;
  /** What becomes of each pod; `fine()` where none is said. */
  readonly fates?: readonly Fate[];
  /** A revision that came lately, and what stays of the one before. */
  readonly rollout?: { readonly at: string; readonly keeps: number; readonly before: Change };
  /** What the API server says to whoever makes its pods. */
  readonly refusal?: (pod: string) => string;
  /** The healthy log of its first container. */
  readonly log?: (pod: PodId) => string;
  readonly nodes?: readonly string[];
}

export interface Expanded {
  readonly objects: readonly Built[];
  readonly logs: Readonly<Record<string, string>>;
}

export interface Member {
  readonly pod: Built;
  readonly outcome: Outcome;
  readonly id: PodId;
}

export const WORKERS = ['ip-10-20-1-17', 'ip-10-20-2-44', 'ip-10-20-3-91'] as const;

/** The address that a pod gets on its node, the same that the kubelets of all stories give. */
function podAddress(node: string, uid: string): string {
  return `10.244.${numberOf(node, 250)}.${2 + numberOf(uid, 250)}`;
}

export interface PodPlan {
  readonly workload: Workload;
  readonly owner: Built;
  readonly name: string;
  readonly index: number;
  readonly labels: Texts;
  readonly spec: Change;
  readonly fate: Fate;
  readonly born: string;
}

export function member({ workload, owner, name, index, labels, spec, fate, born }: PodPlan): Member {
  const { namespace, nodes = WORKERS } = workload;
  const turn = nodes[(numberOf(workload.name, nodes.length) + index) % nodes.length];
  const node = fate.node === null ? '' : (fate.node ?? turn ?? '');
  const uid = uidOf('Pod', namespace, name);
  const created = fate.created ?? born;
  const id: PodId = { namespace, name, uid, node, created, spec, ip: podAddress(node, uid) };
  const outcome = fate.come(id);
  const body: Change = {
    metadata: {
      labels,
      ...(workload.podAnnotations === undefined ? {} : { annotations: workload.podAnnotations }),
      ...outcome.metadata,
    },
    spec: { ...spec, ...(node === '' ? {} : { nodeName: node }) },
    status: outcome.status,
  };
  const pod = object(
    { apiVersion: 'v1', kind: 'Pod', namespace, name, created },
    deepMerge(deepMerge({}, ownedBy(owner)), body),
  );
  return { pod, outcome, id };
}

/** The pods, what was seen of them, and what they wrote. */
export function tell(workload: Workload, members: readonly Member[], fates: readonly Fate[]): Expanded {
  const events = members.flatMap(({ pod, outcome, id }) => [
    ...(id.node !== '' && id.created > ago('10d')
      ? [
          seen(pod, {
            reason: 'Scheduled',
            type: 'Normal',
            by: 'default-scheduler',
            message: `Successfully assigned ${id.namespace}/${id.name} to ${id.node}`,
            last: id.created,
          }),
        ]
      : []),
    ...outcome.events.map((each) => seen(pod, each)),
  ]);
  const logs = members.flatMap(({ id, outcome }, index) => {
    const own = Object.entries(outcome.logs);
    const main = (id.spec['containers'] as readonly Change[])[0]?.['name'] as string;
    const speaksWell = fates[index]?.speaksWell === true && own.length === 0;
    const well = speaksWell ? workload.log?.(id) : undefined;
    const all: readonly (readonly [string, string])[] = well === undefined ? own : [[main, well]];
    return all.map(([container, text]) => [`${id.namespace}/${id.name}/${container}`, text] as const);
  });
  return { objects: [...members.map(({ pod }) => pod), ...events], logs: Object.fromEntries(logs) };
}
